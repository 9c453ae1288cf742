package org.port17.suite.kit.gcm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.ComposedSuite;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;

class GcmSuiteTest {
    private final GcmSuite suite = new GcmSuite(0xff01, "P17_TEST", 1, Agreement.HYBRID, 256) {};
    private final Counted fast = new Counted("Fast");

    /** The Java platform's ciphers under another name, and which of them were asked for. */
    private static final class Counted extends Provider {
        private static final long serialVersionUID = 1L;
        private final transient List<String> asked = new ArrayList<>();

        Counted(String name) {
            super(name, "1", "counts");
        }

        @Override
        public Service getService(String type, String algorithm) {
            Service real = ComposedSuite.provider("SunJCE").getService(type, algorithm);
            if (real != null && algorithm.contains("GCM")) {
                asked.add(algorithm);
            }
            return real;
        }
    }

    @Test
    void whatRunsStaysAndWhatBeginsIsComputedByTheProviderAtHand() throws Port17Exception {
        SeededRandom random = new SeededRandom(5);
        assertEquals("SunJCE", suite.traits().provider());
        try (RatchetPair pair = RatchetPair.of(suite, suite, PrekeyUse.LINK, random)) {
            suite.useFast(fast);
            assertEquals("Fast", suite.traits().provider());
            RatchetPair.passMany(pair.initiator(), pair.responder(), 300);
            assertEquals(List.of(), fast.asked, "a running chain keeps its provider, over phases too");
            pair.stepEpoch(random);
            RatchetPair.passMany(pair.initiator(), pair.responder(), 300);
            assertTrue(fast.asked.size() >= 4, "both directions of both ends: " + fast.asked);
            int before = fast.asked.size();
            suite.leaveFast(fast);
            RatchetPair.passMany(pair.responder(), pair.initiator(), 300);
            pair.stepEpoch(random);
            RatchetPair.passMany(pair.responder(), pair.initiator(), 300);
            assertEquals(before, fast.asked.size());
        }
        assertEquals("SunJCE", suite.traits().provider());
    }

    /** The platform binds the new one first. */
    @Test
    void theLastOneThatCameStays() {
        Counted other = new Counted("Other");
        suite.useFast(fast);
        suite.useFast(other);
        suite.leaveFast(fast);
        assertEquals("Other", suite.traits().provider());
    }
}
