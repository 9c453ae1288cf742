package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Port17Exception;
import org.port17.circuit.CircuitPart;
import org.port17.rehearsal.Stage;
import org.port17.relay.RelayPart;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.suite.mldsa.MlDsaSuite;
import org.port17.suite.x25519.X25519Suite;

/** A rehearsal that fails only logs a warning; with the real parts it must not, in any combination and suite. */
class RehearsalTest {
    private static final CipherSuite[] SUITES = {
        new AesGcmSuite(), new ChaChaSuite(), new MlDsaSuite(), new X25519Suite()
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void bothPartsPlay(int suite) throws Exception {
        try (Stage stage = new Stage(SUITES[suite], new RelayPart(), new CircuitPart(), new SecureRandom())) {
            stage.round(200);
            stage.round(5 << 20);
            stage.round(200);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onePartPlaysAgainstTheScript(boolean node) throws Exception {
        RelayPart relay = node ? new RelayPart() : null;
        CircuitPart client = node ? null : new CircuitPart();
        try (Stage stage = new Stage(SUITES[0], relay, client, new SecureRandom())) {
            stage.round(200);
            stage.round(1 << 20);
        }
    }

    /** The same classes notice a fault: a node that is no exit refuses, and the round says so. */
    @ParameterizedTest
    @ValueSource(ints = {1, 300_000})
    void aRefusalIsNoticed(int answer) throws Exception {
        RelayPart relay = new RelayPart();
        try (Stage stage =
                new Stage(SUITES[0], (place, exit) -> relay.node(place, null), new CircuitPart(), new SecureRandom())) {
            assertThrows(Port17Exception.class, () -> stage.round(answer));
        }
    }
}
