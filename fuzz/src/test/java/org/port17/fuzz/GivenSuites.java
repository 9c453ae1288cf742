package org.port17.fuzz;

import java.util.List;
import java.util.Optional;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.suite.mldsa.MlDsaSuite;
import org.port17.suite.x25519.X25519Suite;

/** The suites that targets step between, in an order that inputs rely on. */
public final class GivenSuites {
    public static final List<CipherSuite> ALL =
            List.of(new AesGcmSuite(), new ChaChaSuite(), new X25519Suite(), new MlDsaSuite());

    private GivenSuites() {}

    public static Optional<CipherSuite> byId(int id) {
        return ALL.stream().filter(suite -> suite.traits().id() == id).findFirst();
    }
}
