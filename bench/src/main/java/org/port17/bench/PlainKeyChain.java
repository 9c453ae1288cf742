package org.port17.bench;

import java.util.Arrays;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.SuiteTraits;
import org.port17.suite.kit.BulkCipher;

/** One direction under one key. Does what the suites' chain does for a message, and nothing between messages. */
final class PlainKeyChain implements Chain {
    /** Key, nonce, key of the fillers. */
    static final int SECRET = BulkCipher.KEY + BulkCipher.NONCE + BulkCipher.KEY;

    private static final int FILLER_RUN = 64;
    private static final int FILLER_BLOCKS = FILLER_RUN * SuiteTraits.FILLER / 64;

    private final BulkCipher cipher;
    private final byte[] iv;
    private final byte[] nonce;
    private final byte[] fillerKey;
    private final byte[] aad;
    private final byte[] fillers = new byte[FILLER_RUN * SuiteTraits.FILLER];
    private int fillerRun = -1;
    private int sent;
    private long bytes;

    /** @param direction 1 initiator to responder, 2 back */
    PlainKeyChain(BulkCipher cipher, byte[] secret, int suite, int direction) {
        this.cipher = cipher;
        this.iv = Arrays.copyOfRange(secret, BulkCipher.KEY, BulkCipher.KEY + BulkCipher.NONCE);
        this.nonce = iv.clone();
        this.fillerKey = Arrays.copyOfRange(secret, SECRET - BulkCipher.KEY, SECRET);
        this.aad = new byte[] {(byte) (suite >>> 8), (byte) suite, 0, (byte) direction};
        cipher.rekey(Arrays.copyOf(secret, BulkCipher.KEY));
    }

    @Override
    public void seal(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        aad[2] = (byte) kind;
        cipher.seal(nonce(), aad, in, inOffset, length, out, outOffset);
        advance(length);
    }

    @Override
    public boolean open(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        aad[2] = (byte) kind;
        if (!cipher.open(nonce(), aad, in, inOffset, length, out, outOffset)) {
            return false;
        }
        advance(length - SuiteTraits.TAG);
        return true;
    }

    private byte[] nonce() {
        for (int i = 0; i < Integer.BYTES; i++) {
            int at = BulkCipher.NONCE - 1 - i;
            nonce[at] = (byte) (iv[at] ^ sent >>> 8 * i);
        }
        return nonce;
    }

    private void advance(int length) {
        bytes += length;
        sent = Math.incrementExact(sent); // no nonce comes again
    }

    @Override
    public void keystream(byte[] out, int offset, int length) {
        cipher.keystream(nonce(), out, offset, length);
    }

    @Override
    public void filler(byte[] out, int offset) {
        int run = sent / FILLER_RUN;
        if (run != fillerRun) {
            cipher.filler(fillerKey, run * FILLER_BLOCKS, fillers, 0, fillers.length);
            fillerRun = run;
        }
        System.arraycopy(fillers, sent % FILLER_RUN * SuiteTraits.FILLER, out, offset, SuiteTraits.FILLER);
    }

    /** None, as far as anybody asks who would step because of it. */
    @Override
    public int messages() {
        return 0;
    }

    @Override
    public long bytesUnderKey() {
        return bytes;
    }

    @Override
    public void close() {
        cipher.close();
        Arrays.fill(iv, (byte) 0);
        Arrays.fill(fillerKey, (byte) 0);
    }
}
