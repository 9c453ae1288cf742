package org.port17.suite.kit;

import java.util.Arrays;
import java.util.Objects;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.SuiteTraits;

/**
 * A KDF chain. It steps right after the last message of a phase succeeded, so what it holds is always what the next
 * message needs, at boundaries too, and keys of finished phases are gone.
 */
final class KeyChain implements Chain {
    /** Filler is made for so many messages at once: 64 * 24 bytes are whole blocks of every stream cipher here. */
    private static final int FILLER_RUN = 64;

    /** Of the first ones of a phase for fewer: most circuits rest, and have not passed more since their last step. */
    private static final int FILLER_FIRST = 8;

    private static final int BLOCK = 64;

    private final Hkdf hkdf;
    private final BulkCipher cipher;
    private final byte[] chainKey;
    private final byte[] iv = new byte[BulkCipher.NONCE];
    private final byte[] nonce = new byte[BulkCipher.NONCE];
    private final byte[] fillerKey = new byte[BulkCipher.KEY];
    private final byte[] aad;
    private byte[] fillers;
    private int fillerBegin = -1;
    private int index;
    private int phase;
    private long bytes;
    private boolean closed;

    /**
     * @param hkdf may be shared with others of the same thread
     * @param chainKey as long as the hash, taken over and overwritten
     * @param direction 1 initiator to responder, 2 back
     */
    KeyChain(Hkdf hkdf, BulkCipher cipher, byte[] chainKey, int suite, int direction) {
        this.hkdf = hkdf;
        this.cipher = cipher;
        this.chainKey = chainKey;
        this.aad = new byte[] {(byte) (suite >>> 8), (byte) suite, 0, (byte) direction};
        keys();
    }

    @Override
    public void seal(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        requireOpen();
        Objects.checkFromIndexSize(inOffset, length, in.length);
        Objects.checkFromIndexSize(outOffset, Math.addExact(length, SuiteTraits.TAG), out.length);
        if (messages() >= LIMIT) {
            throw new IllegalStateException("message limit of the epoch reached");
        }
        aad[2] = (byte) kind;
        cipher.seal(nonce(), aad, in, inOffset, length, out, outOffset);
        advance(length);
    }

    @Override
    public boolean open(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        requireOpen();
        Objects.checkFromIndexSize(inOffset, length, in.length);
        Objects.checkFromIndexSize(outOffset, Math.max(0, length - SuiteTraits.TAG), out.length);
        if (length < SuiteTraits.TAG || messages() >= LIMIT) {
            return false;
        }
        aad[2] = (byte) kind;
        if (!cipher.open(nonce(), aad, in, inOffset, length, out, outOffset)) {
            return false;
        }
        advance(length - SuiteTraits.TAG);
        return true;
    }

    @Override
    public void keystream(byte[] out, int offset, int length) {
        requireOpen();
        Objects.checkFromIndexSize(offset, length, out.length);
        cipher.keystream(nonce(), out, offset, length);
    }

    @Override
    public void filler(byte[] out, int offset) {
        requireOpen();
        int run = index < FILLER_FIRST ? FILLER_FIRST : FILLER_RUN;
        int begin = index / run * run;
        if (begin != fillerBegin || fillers.length != run * SuiteTraits.FILLER) {
            forgetFillers();
            if (fillers == null || fillers.length != run * SuiteTraits.FILLER) {
                fillers = new byte[run * SuiteTraits.FILLER];
            }
            cipher.filler(fillerKey, begin * SuiteTraits.FILLER / BLOCK, fillers, 0, fillers.length);
            fillerBegin = begin;
        }
        System.arraycopy(fillers, (index - begin) * SuiteTraits.FILLER, out, offset, SuiteTraits.FILLER);
    }

    @Override
    public int messages() {
        return phase * PHASE + index;
    }

    @Override
    public long bytesUnderKey() {
        return bytes;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("chain is closed");
        }
    }

    /** iv XOR (0^4 | counter u64), the counter starting at 0 in every phase. It stays below 256: one byte changes. */
    private byte[] nonce() {
        nonce[BulkCipher.NONCE - 1] = (byte) (iv[BulkCipher.NONCE - 1] ^ index);
        return nonce;
    }

    private void advance(int length) {
        bytes += length;
        index++;
        if (index == PHASE) {
            phase++;
            keys();
        }
    }

    /** A chain that cannot step is closed: half a step would leave keys of two phases mixed. */
    private void keys() {
        index = 0;
        bytes = 0;
        byte[] key = new byte[0];
        boolean complete = false;
        try {
            key = hkdf.derive(chainKey, "key", BulkCipher.KEY);
            replace(iv, hkdf.derive(chainKey, "iv", BulkCipher.NONCE));
            replace(fillerKey, hkdf.derive(chainKey, "filler", BulkCipher.KEY));
            replace(chainKey, hkdf.derive(chainKey, "next", chainKey.length));
            System.arraycopy(iv, 0, nonce, 0, iv.length);
            cipher.rekey(key);
            forgetFillers();
            complete = true;
        } finally {
            Arrays.fill(key, (byte) 0);
            hkdf.forget();
            if (!complete) {
                close();
            }
        }
    }

    private void forgetFillers() {
        fillerBegin = -1;
        if (fillers != null) {
            Arrays.fill(fillers, (byte) 0);
        }
    }

    private static void replace(byte[] old, byte[] fresh) {
        System.arraycopy(fresh, 0, old, 0, old.length);
        Arrays.fill(fresh, (byte) 0);
    }

    @Override
    public void close() {
        closed = true;
        cipher.close();
        for (byte[] secret : new byte[][] {chainKey, iv, nonce, fillerKey}) {
            Arrays.fill(secret, (byte) 0);
        }
        forgetFillers();
    }
}
