package org.port17.suite.mldsa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.IOException;
import java.io.InputStream;
import java.security.Provider;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;
import org.port17.testkit.CipherSuiteContract;
import org.port17.testkit.SuiteKnownAnswers;
import org.port17.testkit.SuitePairs;

/** The same suite while the fast provider is at hand, which exists for one platform only. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class FastMlDsaSuiteTest implements CipherSuiteContract {
    private static final Provider FAST = AmazonCorrettoCryptoProvider.INSTANCE;

    @Override
    public CipherSuite suite() {
        MlDsaSuite suite = new MlDsaSuite();
        suite.useFast(FAST);
        return suite;
    }

    @Test
    void saysWhatComputesIt() {
        assertEquals("AmazonCorrettoCryptoProvider", suite().traits().provider());
    }

    @Test
    void knownAnswersAreTheSame() throws Port17Exception, IOException {
        try (InputStream frozen = getClass().getResourceAsStream("/known-answers.json")) {
            SuiteKnownAnswers.assertFrozen(suite(), frozen);
        }
    }

    @Test
    void pairsWithTheOtherProviders() throws Port17Exception {
        SuitePairs.assertAlike(List.of(suite(), new MlDsaSuite(), MlDsaSuiteTest.bouncy()));
    }
}
