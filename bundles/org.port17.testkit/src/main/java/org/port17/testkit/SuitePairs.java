package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** One suite computed by several providers. */
public final class SuitePairs {
    private SuitePairs() {}

    /** All give the same known answers, and each as client understands each as node, over phases and an epoch. */
    public static void assertAlike(List<CipherSuite> suites) throws Port17Exception {
        SeededRandom random = new SeededRandom(1);
        for (CipherSuite client : suites) {
            assertEquals(SuiteKnownAnswers.of(suites.get(0)), SuiteKnownAnswers.of(client));
            for (CipherSuite node : suites) {
                for (PrekeyUse use : PrekeyUse.values()) {
                    try (RatchetPair pair = RatchetPair.of(client, node, use, random)) {
                        RatchetPair.passMany(pair.initiator(), pair.responder(), 300);
                        pair.stepEpoch(random);
                        RatchetPair.passMany(pair.responder(), pair.initiator(), 300);
                        RatchetPair.passes(pair.initiator(), pair.responder(), RatchetPair.bytes(1, 16_400));
                    }
                }
            }
        }
    }
}
