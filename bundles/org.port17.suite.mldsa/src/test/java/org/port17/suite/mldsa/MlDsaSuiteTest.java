package org.port17.suite.mldsa;

import java.security.Provider;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.ComposedSuite;
import org.port17.suite.kit.gcm.GcmCipher;
import org.port17.testkit.RegisteredSuiteContract;

class MlDsaSuiteTest implements RegisteredSuiteContract {
    private static final Provider BOUNCY = new BouncyCastleProvider();

    @Override
    public CipherSuite suite() {
        return new MlDsaSuite();
    }

    @Override
    public Registered registered() {
        return registered("SunJCE");
    }

    static Registered registered(String provider) {
        return new Registered(0x0103, "P17_XWING_AES256GCM_SHA384_ED25519_MLDSA65", 80, true, provider);
    }

    @Override
    public List<CipherSuite> twins() {
        return List.of(bouncy(MlDsaSuite.ID, MlDsaSuite.NAME));
    }

    @Override
    public CipherSuite stranger() {
        return bouncy(0xff01, "P17_TEST");
    }

    static CipherSuite bouncy(int id, String name) {
        return new ComposedSuite(id, name, 1, Agreement.HYBRID, 384, BOUNCY, BOUNCY, GcmCipher::new);
    }
}
