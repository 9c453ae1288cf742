package org.port17.suite.kit.chacha;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.port17.suite.kit.BulkCipher;
import org.port17.suite.kit.BulkKey;

/**
 * ChaCha20-Poly1305 (RFC 8439 §2.8). Message bytes are encrypted from block counter 1 on (§2.8, step 3), so the
 * keystream is ChaCha20 with counter 1. Filler: ChaCha20, nonce zero, counter from 0.
 *
 * <p>The JDK refuses to initialise a cipher with the key and nonce it had before, even to decrypt: after a failed open,
 * and when a keystream is asked for twice, a new object is taken.
 */
public final class ChaChaCipher implements BulkCipher {
    private static final String ALGORITHM = "ChaCha20";
    private static final byte[] ZERO_NONCE = new byte[NONCE];

    private final Provider provider;
    private final byte[] streamNonce = new byte[NONCE];
    private Cipher aead;
    private Cipher stream;
    private BulkKey streamKey;
    private byte[] scratch = new byte[0];
    private BulkKey key;

    public ChaChaCipher(Provider provider) {
        this.provider = provider;
        this.aead = cipher("ChaCha20-Poly1305");
    }

    @Override
    public void rekey(byte[] fresh) {
        close();
        key = new BulkKey(ALGORITHM, fresh);
    }

    @Override
    public void seal(byte[] nonce, byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        try {
            aead.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(nonce));
            aead.updateAAD(aad);
            aead.doFinal(in, inOffset, length, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 failed", e);
        }
    }

    @Override
    public boolean open(byte[] nonce, byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        byte[] from = in;
        if (inOffset != 0) {
            // the JDK buffers and copies the whole input unless it starts at index 0: one reused copy is cheaper
            if (scratch.length < length) {
                scratch = new byte[length];
            }
            System.arraycopy(in, inOffset, scratch, 0, length);
            from = scratch;
        }
        try {
            aead.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(nonce));
            aead.updateAAD(aad);
            aead.doFinal(from, 0, length, out, outOffset);
            return true;
        } catch (AEADBadTagException e) {
            aead = cipher("ChaCha20-Poly1305");
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 failed", e);
        }
    }

    @Override
    public void keystream(byte[] nonce, byte[] out, int offset, int length) {
        if (stream == null || (streamKey == key && Arrays.equals(nonce, streamNonce))) {
            stream = cipher(ALGORITHM);
        }
        xor(stream, key, nonce, 1, out, offset, length);
        streamKey = key;
        System.arraycopy(nonce, 0, streamNonce, 0, NONCE);
    }

    @Override
    public void filler(byte[] fillerKey, int block, byte[] out, int offset, int length) {
        Arrays.fill(out, offset, offset + length, (byte) 0);
        BulkKey once = new BulkKey(ALGORITHM, fillerKey);
        try {
            xor(cipher(ALGORITHM), once, ZERO_NONCE, block, out, offset, length);
        } finally {
            once.destroy();
        }
    }

    private static void xor(Cipher with, BulkKey key, byte[] nonce, int counter, byte[] out, int offset, int length) {
        try {
            with.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, counter));
            with.doFinal(out, offset, length, out, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20 failed", e);
        }
    }

    private Cipher cipher(String transformation) {
        try {
            return Cipher.getInstance(transformation, provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(transformation + " is missing in " + provider.getName(), e);
        }
    }

    @Override
    public void close() {
        if (key != null) {
            key.destroy();
            key = null;
        }
    }
}
