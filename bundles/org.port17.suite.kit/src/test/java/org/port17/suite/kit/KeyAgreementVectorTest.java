package org.port17.suite.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Port17Exception;
import org.port17.testkit.SeededRandom;

class KeyAgreementVectorTest {
    @Test
    void x25519() throws IOException {
        int zero = 0;
        for (Vectors.Case c : Vectors.wycheproof("x25519.json")) {
            byte[] shared = c.hex("shared");
            if (Arrays.equals(shared, new byte[32])) {
                zero++;
                assertThrows(
                        Port17Exception.class,
                        () -> X25519Kem.agree(c.hex("private"), c.hex("public"), 0),
                        c.toString());
            } else {
                byte[] agreed = assertAgree(c);
                assertArrayEquals(shared, agreed, c.toString());
            }
        }
        assertTrue(zero > 10, "cases with an all-zero agreement: " + zero);
    }

    private static byte[] assertAgree(Vectors.Case c) {
        try {
            return X25519Kem.agree(c.hex("private"), c.hex("public"), 0);
        } catch (Port17Exception e) {
            throw new AssertionError(c.toString(), e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 384})
    void hkdf(int hash) throws IOException {
        Hkdf hkdf = new Hkdf(hash, ComposedSuite.provider("SunJCE"));
        for (Vectors.Case c : Vectors.wycheproof("hkdf_sha" + hash + ".json")) {
            byte[] prk = hkdf.extract(c.hex("salt"), c.hex("ikm"));
            if (c.valid()) {
                assertArrayEquals(c.hex("okm"), hkdf.expand(prk, c.hex("info"), c.number("size")), c.toString());
            } else {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> hkdf.expand(prk, c.hex("info"), c.number("size")),
                        c.toString());
            }
        }
    }

    @Test
    void mlKemDecapsulation() throws IOException, Port17Exception {
        int invalid = 0;
        for (Vectors.Case c : Vectors.wycheproof("mlkem_768.json")) {
            if (!c.valid()) {
                invalid++;
                Class<? extends Exception> failure =
                        c.hex("seed").length == 64 ? Port17Exception.class : IllegalArgumentException.class;
                assertThrows(failure, () -> decapsulate(c), c.toString());
                continue;
            }
            assertArrayEquals(c.hex("ek"), XWing.mlkemKey(c.hex("seed")).getPublicKey(), c.toString());
            assertArrayEquals(c.hex("K"), decapsulate(c), c.toString());
        }
        assertTrue(invalid > 0);
    }

    /** Invalid cases: a seed of a wrong length (a defect of the caller) or a share of a wrong length (bad input). */
    private static byte[] decapsulate(Vectors.Case c) throws Port17Exception {
        MLKEMPrivateKeyParameters key = XWing.mlkemKey(c.hex("seed"));
        return XWing.mlkemDecapsulate(key, c.hex("c"));
    }

    @Test
    void mlKemEncapsulation() throws IOException, Port17Exception {
        int refused = 0;
        for (Vectors.Case c : Vectors.wycheproof("mlkem_768_encaps.json")) {
            if (c.valid()) {
                SecretWithEncapsulation made = XWing.mlkemEncapsulate(c.hex("ek"), c.hex("m"));
                assertArrayEquals(c.hex("c"), made.getEncapsulation(), c.toString());
                assertArrayEquals(c.hex("K"), made.getSecret(), c.toString());
            } else {
                refused++;
                assertThrows(
                        Port17Exception.class, () -> XWing.mlkemEncapsulate(c.hex("ek"), c.hex("m")), c.toString());
            }
        }
        assertTrue(refused >= 12, "keys refused: " + refused);
    }

    @Test
    void xWing() throws IOException, Port17Exception {
        int cases = 0;
        for (Vectors.Case c : Vectors.list("xwing.json")) {
            try (Kem.KemKey key = XWing.fromSeed(c.hex("seed"))) {
                assertArrayEquals(c.hex("pk"), key.publicKey());
                Kem.Encapsulated made = XWing.encapsulate(c.hex("pk"), c.hex("eseed"));
                assertArrayEquals(c.hex("ct"), made.share());
                assertArrayEquals(c.hex("ss"), made.secret());
                assertArrayEquals(c.hex("ss"), key.decapsulate(c.hex("ct")));
            }
            cases++;
        }
        assertEquals(3, cases);
    }

    @Test
    void xWingAgreesWithAnotherImplementation() throws Port17Exception {
        SeededRandom random = new SeededRandom(1);
        XWing xWing = new XWing();
        for (int i = 0; i < 20; i++) {
            try (Kem.KemKey key = xWing.generate(random)) {
                SecretWithEncapsulation made = new XWingKEMGenerator(random)
                        .generateEncapsulated(new XWingPublicKeyParameters(key.publicKey()));
                assertArrayEquals(made.getSecret(), key.decapsulate(made.getEncapsulation()));
            }
        }
    }

    @Test
    void aClosedKeyHoldsNoSecret() throws Port17Exception {
        SeededRandom random = new SeededRandom(2);
        for (Kem kem : new Kem[] {new XWing(), new X25519Kem()}) {
            Kem.KemKey key = kem.generate(random);
            Kem.Encapsulated made = kem.encapsulate(key.publicKey(), random);
            assertArrayEquals(made.secret(), key.decapsulate(made.share()));
            key.close();
            byte[] after;
            try {
                after = key.decapsulate(made.share());
            } catch (Port17Exception | IllegalStateException e) {
                continue;
            }
            assertTrue(!Arrays.equals(made.secret(), after), kem.getClass().getSimpleName());
        }
    }
}
