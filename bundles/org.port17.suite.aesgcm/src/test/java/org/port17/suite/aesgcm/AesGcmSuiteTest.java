package org.port17.suite.aesgcm;

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

class AesGcmSuiteTest implements CipherSuiteContract {
    private static final Provider BOUNCY = new BouncyCastleProvider();

    @Override
    public CipherSuite suite() {
        return new AesGcmSuite();
    }

    @Test
    void registryValuesAreFixed() {
        assertEquals(0x0101, suite().traits().id());
        assertEquals("P17_XWING_AES256GCM_SHA256_ED25519", suite().traits().name());
        assertEquals(100, suite().traits().rank());
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
                AesGcmSuite.ID, AesGcmSuite.NAME, 1, Agreement.HYBRID, 256, BOUNCY, BOUNCY, GcmCipher::new);
    }

    @Test
    void prekeysOfAnotherSuiteAreRefused() {
        CipherSuite other =
                new ComposedSuite(0xff01, "P17_TEST", 1, Agreement.HYBRID, 256, BOUNCY, BOUNCY, GcmCipher::new);
        Prekey prekey = other.newPrekey(PrekeyUse.ONION, new SeededRandom(1));
        assertThrows(IllegalArgumentException.class, () -> suite().respond(prekey, new byte[32], new byte[0]));
    }
}
