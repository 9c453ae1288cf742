package org.port17.suite.kit.gcm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.port17.suite.kit.BulkCipher;
import org.port17.suite.kit.BulkKey;

/**
 * AES-256-GCM (NIST SP 800-38D, 96-bit nonce, 128-bit tag). Message bytes are encrypted with CTR blocks 2, 3, …, so the
 * keystream comes from AES-CTR with the initial block {@code nonce | 00000002}. Filler: AES-256-CTR, initial block zero.
 *
 * <p>One init and one doFinal per message on heap arrays: the only shape in which providers neither buffer nor copy.
 *
 * <p>A provider keeps a copy of the last key in its cipher object, ACCP a key schedule outside the heap too. The next key
 * takes their place, and {@link #close} puts a worthless one there.
 */
public final class GcmCipher implements BulkCipher {
    private static final int TAG_BITS = 128;
    private static final int BLOCK = 16;
    /** Not zero: a provider refuses a key and a nonce that it takes for the last ones, and those were wiped. */
    private static final BulkKey WORTHLESS =
            new BulkKey("AES", "worthless".repeat(4).substring(0, KEY).getBytes(US_ASCII));

    private final Provider stream;
    private final Cipher aead;
    /** Made when the first keystream is asked for: only clients ask. */
    private Cipher ctr;

    private final NonceParameters parameters = new NonceParameters();
    private final byte[] block = new byte[BLOCK];
    private GcmKey key;

    /** One object for all messages: a fresh one for each would be garbage. Its nonces are lent like {@link GcmKey}. */
    private static final class NonceParameters extends GCMParameterSpec {
        private static final byte[] NONE = new byte[NONCE];
        private final byte[][] lent = new byte[3][];
        private int seals;
        private byte[] next;

        NonceParameters() {
            super(TAG_BITS, NONE, 0, 0);
        }

        NonceParameters toSeal(byte[] nonce) {
            seals ^= 1;
            return with(seals, nonce);
        }

        NonceParameters toOpen(byte[] nonce) {
            return with(2, nonce);
        }

        /** An array is made when it is asked for: a cipher only seals or only opens. */
        private NonceParameters with(int which, byte[] nonce) {
            if (lent[which] == null) {
                lent[which] = new byte[NONCE];
            }
            next = lent[which];
            System.arraycopy(nonce, 0, next, 0, NONCE);
            return this;
        }

        @Override
        public byte[] getIV() {
            return next;
        }
    }

    public GcmCipher(Provider provider) {
        this(provider, provider);
    }

    /**
     * @param aead computes AES/GCM/NoPadding
     * @param stream computes AES/CTR/NoPadding, which not every fast provider has
     */
    public GcmCipher(Provider aead, Provider stream) {
        this.stream = stream;
        this.aead = cipher("AES/GCM/NoPadding", aead);
    }

    @Override
    public void rekey(byte[] fresh) {
        if (key != null) {
            key.destroy();
        }
        key = new GcmKey(fresh);
    }

    @Override
    public void seal(byte[] nonce, byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        try {
            aead.init(Cipher.ENCRYPT_MODE, key.toSeal(), parameters.toSeal(nonce));
            aead.updateAAD(aad);
            aead.doFinal(in, inOffset, length, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    @Override
    public boolean open(byte[] nonce, byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        try {
            aead.init(Cipher.DECRYPT_MODE, key.toOpen(), parameters.toOpen(nonce));
            aead.updateAAD(aad);
            aead.doFinal(in, inOffset, length, out, outOffset);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    @Override
    public void keystream(byte[] nonce, byte[] out, int offset, int length) {
        System.arraycopy(nonce, 0, block, 0, NONCE);
        counter(2);
        ctr = ctr == null ? stream() : ctr;
        ctr(ctr, key.toStream(), out, offset, length);
    }

    @Override
    public void filler(byte[] fillerKey, int index, byte[] out, int offset, int length) {
        Arrays.fill(block, (byte) 0);
        counter(index * 4);
        Arrays.fill(out, offset, offset + length, (byte) 0);
        BulkKey once = new BulkKey("AES", fillerKey);
        // Asked for once in many messages: an object that a node kept for it would weigh more than all keys.
        Cipher with = ctr == null ? stream() : ctr;
        try {
            ctr(with, once, out, offset, length);
            if (with != ctr) {
                forget(with);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR failed", e);
        } finally {
            once.destroy();
        }
    }

    private void counter(int value) {
        block[12] = (byte) (value >>> 24);
        block[13] = (byte) (value >>> 16);
        block[14] = (byte) (value >>> 8);
        block[15] = (byte) value;
    }

    private Cipher stream() {
        return cipher("AES/CTR/NoPadding", stream);
    }

    private void ctr(Cipher with, SecretKey under, byte[] out, int offset, int length) {
        try {
            with.init(Cipher.ENCRYPT_MODE, under, new IvParameterSpec(block));
            with.doFinal(out, offset, length, out, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR failed", e);
        }
    }

    private static Cipher cipher(String transformation, Provider provider) {
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
            forget();
        }
    }

    /** A message under the other key, since a provider may wait with a key until there is something to do with it. */
    private void forget() {
        try {
            aead.init(Cipher.ENCRYPT_MODE, WORTHLESS, new GCMParameterSpec(TAG_BITS, new byte[NONCE]));
            aead.doFinal(new byte[TAG_BITS / 8], 0, 0, new byte[TAG_BITS / 8], 0);
            if (ctr != null) {
                forget(ctr);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
    }

    private static void forget(Cipher stream) throws GeneralSecurityException {
        stream.init(Cipher.ENCRYPT_MODE, WORTHLESS, new IvParameterSpec(new byte[BLOCK]));
    }
}
