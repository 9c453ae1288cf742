package org.port17.suite.aesgcm;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.port17.spi.suite.CipherSuite;
import org.port17.testkit.RegisteredSuiteContract;

/** The same suite while the fast provider is at hand, which exists for one platform only. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class FastAesGcmSuiteTest implements RegisteredSuiteContract {
    @Override
    public CipherSuite suite() {
        AesGcmSuite suite = new AesGcmSuite();
        suite.useFast(AmazonCorrettoCryptoProvider.INSTANCE);
        return suite;
    }

    @Override
    public Registered registered() {
        return AesGcmSuiteTest.registered("AmazonCorrettoCryptoProvider");
    }

    @Override
    public List<CipherSuite> twins() {
        return List.of(new AesGcmSuite(), AesGcmSuiteTest.bouncy(AesGcmSuite.ID, AesGcmSuite.NAME));
    }

    @Override
    public CipherSuite stranger() {
        return AesGcmSuiteTest.bouncy(0xff01, "P17_TEST");
    }
}
