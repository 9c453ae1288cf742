package org.port17.suite.aesgcm;

import java.security.Provider;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.ComposedSuite;
import org.port17.suite.kit.gcm.GcmCipher;
import org.port17.testkit.RegisteredSuiteContract;

class AesGcmSuiteTest implements RegisteredSuiteContract {
    private static final Provider BOUNCY = new BouncyCastleProvider();

    @Override
    public CipherSuite suite() {
        return new AesGcmSuite();
    }

    @Override
    public Registered registered() {
        return registered("SunJCE");
    }

    static Registered registered(String provider) {
        return new Registered(0x0101, "P17_XWING_AES256GCM_SHA256_ED25519", 100, true, provider);
    }

    @Override
    public List<CipherSuite> twins() {
        return List.of(bouncy(AesGcmSuite.ID, AesGcmSuite.NAME));
    }

    @Override
    public CipherSuite stranger() {
        return bouncy(0xff01, "P17_TEST");
    }

    static CipherSuite bouncy(int id, String name) {
        return new ComposedSuite(id, name, 1, Agreement.HYBRID, 256, BOUNCY, BOUNCY, GcmCipher::new);
    }
}
