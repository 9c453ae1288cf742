package org.port17.accp;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM, test case 16 of the specification that McGrew and Viega submitted to NIST. */
final class KnownAnswer {
    private static final SecretKey KEY =
            new SecretKeySpec(hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"), "AES");
    private static final GCMParameterSpec NONCE = new GCMParameterSpec(128, hex("cafebabefacedbaddecaf888"));
    private static final byte[] AAD = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    static final byte[] PLAIN = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    static final byte[] SEALED = hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            + "76fc6ece0f4e1768cddf8853bb2d551b");

    private KnownAnswer() {}

    /** @throws GeneralSecurityException if the provider lacks the cipher, gives another answer or accepts a forgery */
    static void check(Provider provider) throws GeneralSecurityException {
        if (!Arrays.equals(SEALED, run(provider, Cipher.ENCRYPT_MODE, PLAIN))) {
            throw new GeneralSecurityException("a known text was sealed otherwise");
        }
        if (!Arrays.equals(PLAIN, run(provider, Cipher.DECRYPT_MODE, SEALED))) {
            throw new GeneralSecurityException("a known text was opened otherwise");
        }
        byte[] forged = SEALED.clone();
        forged[forged.length - 1] ^= 1;
        try {
            run(provider, Cipher.DECRYPT_MODE, forged);
        } catch (AEADBadTagException expected) {
            return;
        }
        throw new GeneralSecurityException("a forged tag was accepted");
    }

    private static byte[] run(Provider provider, int mode, byte[] text) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(mode, KEY, NONCE);
        cipher.updateAAD(AAD);
        return cipher.doFinal(text);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
