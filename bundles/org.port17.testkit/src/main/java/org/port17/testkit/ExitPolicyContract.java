package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.exit.Verdict;

/** What every exit policy must do. Extend it in your own tests and give your policy, configured to allow something. */
public abstract class ExitPolicyContract {
    private static final int CASES = 10_000;

    protected abstract ExitPolicy policy();

    @Test
    void isNamed() {
        assertTrue(policy().name().matches("[a-z][a-z0-9-]{0,31}"), "a name is short, lower-case and fit for a file");
    }

    @Test
    void judgesEveryDestinationAndNode() {
        ExitPolicy policy = policy();
        Random random = new Random(17);
        int allowed = 0;
        for (int i = 0; i < CASES; i++) {
            Destination destination = destination(random);
            Node node = RandomNetwork.node(random, i, "owner" + random.nextInt(9), random.nextInt(9));
            Verdict verdict = policy.judge(destination, node);
            assertEquals(verdict, policy.judge(destination, node), "the same arguments give the same verdict");
            if (verdict.allowed()) {
                allowed++;
                assertTrue(node.exit(), "only an exit may be allowed");
                assertEquals("", verdict.reason(), "what is allowed needs no reason");
            } else {
                assertFalse(verdict.reason().isBlank(), "a denial says why");
                assertFalse(verdict.reason().contains(destination.host()), "a reason names no destination");
                assertTrue(verdict.reason().length() <= 200, "a reason is short");
            }
        }
        assertTrue(allowed > 0, "the policy under test allows something");
    }

    private static Destination destination(Random random) {
        int port = 1 + random.nextInt(65_535);
        return switch (random.nextInt(3)) {
            case 0 -> new Destination("h" + random.nextInt(1_000_000) + ".example", port);
            case 1 -> new Destination("192.0.2." + random.nextInt(256), port);
            default -> new Destination("2001:db8::" + Integer.toHexString(random.nextInt(0x10000)), port);
        };
    }
}
