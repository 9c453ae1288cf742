package org.port17.suite.chacha;

import java.security.Provider;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.ComposedSuite;
import org.port17.testkit.RegisteredSuiteContract;

class ChaChaSuiteTest implements RegisteredSuiteContract {
    private static final Provider BOUNCY = new BouncyCastleProvider();

    @Override
    public CipherSuite suite() {
        return new ChaChaSuite();
    }

    @Override
    public Registered registered() {
        return new Registered(0x0102, "P17_XWING_CHACHA20POLY1305_SHA256_ED25519", 50, true, "SunJCE");
    }

    @Override
    public List<CipherSuite> twins() {
        return List.of(bouncy(ChaChaSuite.ID, ChaChaSuite.NAME));
    }

    @Override
    public CipherSuite stranger() {
        return bouncy(0xff01, "P17_TEST");
    }

    private static CipherSuite bouncy(int id, String name) {
        return new ComposedSuite(id, name, 1, Agreement.HYBRID, 256, BOUNCY, BOUNCY, BouncyChaCha::new);
    }
}
