package org.port17.suite.chacha;

import java.security.Provider;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.ChaCha7539Engine;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.port17.suite.kit.BulkCipher;

/** The same bulk cipher, computed by BouncyCastle's own classes. */
final class BouncyChaCha implements BulkCipher {
    private byte[] key;

    BouncyChaCha(Provider unused) {
        // the lightweight classes need no provider
    }

    @Override
    public void rekey(byte[] fresh) {
        key = fresh.clone();
    }

    @Override
    public void seal(byte[] nonce, byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        byte[] sealed = run(true, nonce, aad, Arrays.copyOfRange(in, inOffset, inOffset + length));
        System.arraycopy(sealed, 0, out, outOffset, sealed.length);
    }

    @Override
    public boolean open(byte[] nonce, byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        byte[] plain = run(false, nonce, aad, Arrays.copyOfRange(in, inOffset, inOffset + length));
        if (plain == null) {
            return false;
        }
        System.arraycopy(plain, 0, out, outOffset, plain.length);
        return true;
    }

    private byte[] run(boolean seal, byte[] nonce, byte[] aad, byte[] in) {
        ChaCha20Poly1305 aead = new ChaCha20Poly1305();
        aead.init(seal, new AEADParameters(new KeyParameter(key), 128, nonce, aad));
        byte[] out = new byte[aead.getOutputSize(in.length)];
        try {
            int done = aead.processBytes(in, 0, in.length, out, 0);
            aead.doFinal(out, done);
            return out;
        } catch (InvalidCipherTextException e) {
            return null;
        }
    }

    @Override
    public void keystream(byte[] nonce, byte[] out, int offset, int length) {
        stream(key, nonce, 64, out, offset, length);
    }

    @Override
    public void filler(byte[] fillerKey, int block, byte[] out, int offset, int length) {
        Arrays.fill(out, offset, offset + length, (byte) 0);
        stream(fillerKey, new byte[NONCE], 64L * block, out, offset, length);
    }

    private static void stream(byte[] with, byte[] nonce, long from, byte[] out, int offset, int length) {
        ChaCha7539Engine engine = new ChaCha7539Engine();
        engine.init(true, new ParametersWithIV(new KeyParameter(with), nonce));
        engine.seekTo(from);
        engine.processBytes(out, offset, length, out, offset);
    }

    @Override
    public void close() {
        if (key != null) {
            Arrays.fill(key, (byte) 0);
        }
    }
}
