package org.port17.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.ratchet.EpochAge;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;

class DrillTest {
    private final Map<String, Integer> calls = new HashMap<>();

    /** The suite, with what is asked of it counted. */
    private CipherSuite counted(CipherSuite suite) {
        return (CipherSuite) Proxy.newProxyInstance(
                CipherSuite.class.getClassLoader(), new Class<?>[] {CipherSuite.class}, (proxy, method, arguments) -> {
                    calls.merge(method.getName(), 1, Integer::sum);
                    try {
                        return method.invoke(suite, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void threeNodesOpenEachBuildAndNowAndThenTheyStep() throws Exception {
        for (CipherSuite suite : List.of(new AesGcmSuite(), new ChaChaSuite())) {
            calls.clear();
            try (Drill drill = new Drill(counted(suite), new SecureRandom())) {
                for (int i = 0; i < 9; i++) {
                    drill.once();
                }
            }
            assertEquals(3, calls.get("newPrekey"));
            assertEquals(27, calls.get("initiate"));
            assertEquals(27, calls.get("respond"));
            // The first and the ninth.
            assertEquals(6, calls.get("answer"));
            assertEquals(6, calls.get("accept"));
        }
    }

    /** A quarter of the messages that an epoch may have is left by then. */
    @Test
    void oneCircuitGrowsSoOldThatAStepIsDue() throws Exception {
        try (Drill drill = new Drill(new AesGcmSuite(), new SecureRandom())) {
            int circuits = 0;
            while (!drill.old() && circuits < 10_000) {
                drill.once();
                circuits++;
            }
            assertEquals(Math.ceil(EpochAge.MESSAGES / 32.0), circuits);
            drill.once();
            assertFalse(drill.old());
        }
    }

    @Test
    void itsKeysEndWithIt() throws Exception {
        Drill drill = new Drill(new AesGcmSuite(), new SecureRandom());
        drill.close();
        assertEquals(
                ErrorKind.STALE_PREKEY,
                assertThrows(Port17Exception.class, drill::once).kind());
    }
}
