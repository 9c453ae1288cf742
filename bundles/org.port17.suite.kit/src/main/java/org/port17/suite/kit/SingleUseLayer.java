package org.port17.suite.kit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.SuiteTraits;

/**
 * The one-time layer: key, nonce and filler key come from epoch 0's one-time secret and the label. The initiator seals,
 * the responder opens; both ways would put two messages under one nonce.
 */
final class SingleUseLayer implements OneTimeLayer {
    private final BulkCipher cipher;
    private final boolean initiator;
    private byte[] nonce = new byte[0];
    private byte[] fillerKey = new byte[0];
    private boolean used;
    private boolean closed;

    SingleUseLayer(Hkdf hkdf, BulkCipher cipher, byte[] secret, String label, boolean initiator) {
        this.cipher = cipher;
        this.initiator = initiator;
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[0];
        boolean complete = false;
        try {
            key = hkdf.derive(secret, "onetime key", name, BulkCipher.KEY);
            nonce = hkdf.derive(secret, "onetime iv", name, BulkCipher.NONCE);
            fillerKey = hkdf.derive(secret, "onetime filler", name, BulkCipher.KEY);
            cipher.rekey(key);
            complete = true;
        } finally {
            Arrays.fill(key, (byte) 0);
            hkdf.forget();
            if (!complete) {
                close();
            }
        }
    }

    @Override
    public void seal(byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        requireUnused(initiator);
        Objects.checkFromIndexSize(inOffset, length, in.length);
        Objects.checkFromIndexSize(outOffset, Math.addExact(length, SuiteTraits.TAG), out.length);
        used = true;
        cipher.seal(nonce, aad, in, inOffset, length, out, outOffset);
    }

    @Override
    public boolean open(byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        requireUnused(!initiator);
        Objects.checkFromIndexSize(inOffset, length, in.length);
        if (length < SuiteTraits.TAG) {
            return false;
        }
        Objects.checkFromIndexSize(outOffset, length - SuiteTraits.TAG, out.length);
        used = cipher.open(nonce, aad, in, inOffset, length, out, outOffset);
        return used;
    }

    @Override
    public void keystream(byte[] out, int offset, int length) {
        requireOpen();
        Objects.checkFromIndexSize(offset, length, out.length);
        cipher.keystream(nonce, out, offset, length);
    }

    @Override
    public void filler(byte[] out, int offset, int length) {
        requireOpen();
        Objects.checkFromIndexSize(offset, length, out.length);
        cipher.filler(fillerKey, 0, out, offset, length);
    }

    private void requireUnused(boolean rightEnd) {
        requireOpen();
        if (!rightEnd) {
            throw new IllegalStateException("the initiator seals a one-time layer, the responder opens it");
        }
        if (used) {
            throw new IllegalStateException("one-time layer already used");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("one-time layer is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        cipher.close();
        Arrays.fill(nonce, (byte) 0);
        Arrays.fill(fillerKey, (byte) 0);
    }
}
