package org.port17.suite.chacha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.ComposedSuite;
import org.port17.suite.kit.chacha.ChaChaCipher;
import org.port17.testkit.CipherSuiteContract;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;
import org.port17.testkit.SuiteKnownAnswers;

class ChaChaSuiteTest implements CipherSuiteContract {
    private static final Provider BOUNCY = new BouncyCastleProvider();

    @Override
    public CipherSuite suite() {
        return new ChaChaSuite();
    }

    @Test
    void registryValuesAreFixed() {
        assertEquals(0x0102, suite().traits().id());
        assertEquals(
                "P17_XWING_CHACHA20POLY1305_SHA256_ED25519", suite().traits().name());
        assertEquals(50, suite().traits().rank());
        assertEquals("SunJCE", suite().traits().provider());
    }

    @Test
    void knownAnswersAreFrozen() throws Port17Exception, IOException {
        try (InputStream frozen = getClass().getResourceAsStream("/known-answers.json")) {
            SuiteKnownAnswers.assertFrozen(suite(), frozen);
        }
    }

    /** The same suite computed by BouncyCastle: both ways, across phases and an epoch, and the same known answers. */
    @Test
    void pairsWithAnotherProvider() throws Port17Exception {
        CipherSuite other = new ComposedSuite(
                ChaChaSuite.ID, ChaChaSuite.NAME, 1, Agreement.HYBRID, 256, BOUNCY, BOUNCY, BouncyChaCha::new);
        assertEquals(SuiteKnownAnswers.of(suite()), SuiteKnownAnswers.of(other));
        SeededRandom random = new SeededRandom(1);
        for (PrekeyUse use : PrekeyUse.values()) {
            for (boolean ours : new boolean[] {true, false}) {
                CipherSuite client = ours ? suite() : other;
                CipherSuite node = ours ? other : suite();
                try (RatchetPair pair = RatchetPair.of(client, node, use, random)) {
                    RatchetPair.passMany(pair.initiator(), pair.responder(), 300);
                    pair.stepEpoch(random);
                    RatchetPair.passMany(pair.responder(), pair.initiator(), 300);
                    RatchetPair.passes(pair.initiator(), pair.responder(), RatchetPair.bytes(1, 16_400));
                }
            }
        }
    }

    @Test
    void prekeysOfAnotherSuiteAreRefused() {
        CipherSuite other = new ComposedSuite(
                0xff01,
                "P17_TEST",
                1,
                Agreement.HYBRID,
                256,
                BOUNCY,
                ComposedSuite.provider("SunJCE"),
                ChaChaCipher::new);
        Prekey prekey = other.newPrekey(PrekeyUse.ONION, new SeededRandom(1));
        assertThrows(IllegalArgumentException.class, () -> suite().respond(prekey, new byte[32], new byte[0]));
    }
}
