package org.port17.suite.x25519;

import java.security.Provider;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.ComposedSuite;
import org.port17.suite.kit.gcm.GcmCipher;
import org.port17.testkit.RegisteredSuiteContract;

class X25519SuiteTest implements RegisteredSuiteContract {
    private static final Provider BOUNCY = new BouncyCastleProvider();

    @Override
    public CipherSuite suite() {
        return new X25519Suite();
    }

    @Override
    public Registered registered() {
        return registered("SunJCE");
    }

    static Registered registered(String provider) {
        return new Registered(0x0104, "P17_X25519_AES256GCM_SHA256_ED25519", 10, false, provider);
    }

    @Override
    public List<CipherSuite> twins() {
        return List.of(bouncy(X25519Suite.ID, X25519Suite.NAME));
    }

    @Override
    public CipherSuite stranger() {
        return bouncy(0xff01, "P17_TEST");
    }

    static CipherSuite bouncy(int id, String name) {
        return new ComposedSuite(id, name, 1, Agreement.CLASSICAL, 256, BOUNCY, BOUNCY, GcmCipher::new);
    }
}
