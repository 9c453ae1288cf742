package org.port17.suite.x25519;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.port17.spi.suite.CipherSuite;
import org.port17.testkit.RegisteredSuiteContract;

/** The same suite while the fast provider is at hand, which exists for one platform only. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class FastX25519SuiteTest implements RegisteredSuiteContract {
    @Override
    public CipherSuite suite() {
        X25519Suite suite = new X25519Suite();
        suite.useFast(AmazonCorrettoCryptoProvider.INSTANCE);
        return suite;
    }

    @Override
    public Registered registered() {
        return X25519SuiteTest.registered("AmazonCorrettoCryptoProvider");
    }

    @Override
    public List<CipherSuite> twins() {
        return List.of(new X25519Suite(), X25519SuiteTest.bouncy(X25519Suite.ID, X25519Suite.NAME));
    }

    @Override
    public CipherSuite stranger() {
        return X25519SuiteTest.bouncy(0xff01, "P17_TEST");
    }
}
