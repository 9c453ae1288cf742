package org.port17.suite.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.port17.testkit.RatchetPair;

/** Runs AEAD vectors and properties against a bulk cipher exactly as the chain calls it. */
public final class BulkCipherVectors {
    private static final int TAG = 16;

    private BulkCipherVectors() {}

    public static void run(String file, Supplier<BulkCipher> make) throws IOException {
        List<Vectors.Case> cases = Vectors.wycheproof(file);
        for (Vectors.Case c : cases) {
            byte[] sealed = join(c.hex("ct"), c.hex("tag"));
            byte[] plain = c.hex("msg");
            for (int offset : new int[] {0, 5}) {
                byte[] in = join(new byte[offset], sealed);
                byte[] out = new byte[Math.max(0, sealed.length - TAG)];
                BulkCipher opens = make.get();
                opens.rekey(c.hex("key"));
                boolean opened = opens.open(c.hex("iv"), c.hex("aad"), in, offset, sealed.length, out, 0);
                assertTrue(opened == c.valid(), c.toString());
                if (!c.valid()) {
                    continue;
                }
                assertArrayEquals(plain, out, c.toString());
                BulkCipher seals = make.get();
                seals.rekey(c.hex("key"));
                byte[] buffer = join(new byte[offset], plain, new byte[TAG]);
                byte[] stream = plain.clone();
                seals.keystream(c.hex("iv"), stream, 0, stream.length);
                assertArrayEquals(c.hex("ct"), stream, "keystream, " + c);
                seals.seal(c.hex("iv"), c.hex("aad"), buffer, offset, plain.length, buffer, offset);
                assertArrayEquals(in, buffer, c.toString());
            }
        }
        assertTrue(cases.size() > 50, "cases: " + cases.size());
    }

    /** Any run of blocks equals that part of the whole stream, also when asked twice. */
    public static void fillerIsSeekable(BulkCipher cipher) {
        byte[] key = RatchetPair.bytes(1, BulkCipher.KEY);
        byte[] whole = new byte[64 * 200];
        cipher.filler(key, 0, whole, 0, whole.length);
        assertFalse(Arrays.equals(new byte[64], Arrays.copyOf(whole, 64)));
        for (int block : new int[] {0, 1, 24, 24, 48, 72, 199, 3}) {
            byte[] part = new byte[70];
            cipher.filler(key, block, part, 3, 64);
            assertArrayEquals(
                    Arrays.copyOfRange(whole, 64 * block, 64 * block + 64),
                    Arrays.copyOfRange(part, 3, 67),
                    "" + block);
        }
    }

    /** The JDK refuses to initialise some ciphers twice alike: a second try with other bytes must work. */
    public static void triesTheSameNonceAgain(Supplier<BulkCipher> make) {
        byte[] key = RatchetPair.bytes(2, BulkCipher.KEY);
        byte[] nonce = RatchetPair.bytes(3, BulkCipher.NONCE);
        byte[] aad = {1, 2, 3, 4};
        BulkCipher seals = make.get();
        seals.rekey(key);
        byte[] sealed = new byte[100 + TAG];
        seals.seal(nonce, aad, new byte[100], 0, 100, sealed, 0);
        BulkCipher opens = make.get();
        opens.rekey(key);
        byte[] out = new byte[100];
        for (int i = 0; i < 5; i++) {
            byte[] other = sealed.clone();
            other[i * 20] ^= 1;
            assertFalse(opens.open(nonce, aad, other, 0, other.length, out, 0));
        }
        assertTrue(opens.open(nonce, aad, sealed, 0, sealed.length, out, 0));
        assertArrayEquals(new byte[100], out);
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            int at = all.length;
            all = Arrays.copyOf(all, at + part.length);
            System.arraycopy(part, 0, all, at, part.length);
        }
        return all;
    }
}
