package org.port17.suite.mldsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.security.Provider;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.ComposedSuite;
import org.port17.suite.kit.gcm.GcmCipher;
import org.port17.testkit.CipherSuiteContract;
import org.port17.testkit.SeededRandom;
import org.port17.testkit.SuiteKnownAnswers;
import org.port17.testkit.SuitePairs;

class MlDsaSuiteTest implements CipherSuiteContract {
    private static final Provider BOUNCY = new BouncyCastleProvider();

    @Override
    public CipherSuite suite() {
        return new MlDsaSuite();
    }

    @Test
    void registryValuesAreFixed() {
        assertEquals(0x0103, suite().traits().id());
        assertEquals(
                "P17_XWING_AES256GCM_SHA384_ED25519_MLDSA65", suite().traits().name());
        assertEquals(80, suite().traits().rank());
        assertEquals(true, suite().traits().hybrid());
        assertEquals("SunJCE", suite().traits().provider());
    }

    @Test
    void knownAnswersAreFrozen() throws Port17Exception, IOException {
        try (InputStream frozen = getClass().getResourceAsStream("/known-answers.json")) {
            SuiteKnownAnswers.assertFrozen(suite(), frozen);
        }
    }

    @Test
    void pairsWithAnotherProvider() throws Port17Exception {
        SuitePairs.assertAlike(List.of(suite(), bouncy()));
    }

    static CipherSuite bouncy() {
        return new ComposedSuite(
                MlDsaSuite.ID, MlDsaSuite.NAME, 1, Agreement.HYBRID, 384, BOUNCY, BOUNCY, GcmCipher::new);
    }

    @Test
    void prekeysOfAnotherSuiteAreRefused() {
        CipherSuite other =
                new ComposedSuite(0xff01, "P17_TEST", 1, Agreement.HYBRID, 384, BOUNCY, BOUNCY, GcmCipher::new);
        Prekey prekey = other.newPrekey(PrekeyUse.ONION, new SeededRandom(1));
        assertThrows(IllegalArgumentException.class, () -> suite().respond(prekey, new byte[32], new byte[0]));
    }
}
