package org.port17.exit.any;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.spi.exit.ExitPolicy;
import org.port17.testkit.ExitPolicyContract;
import org.port17.testkit.RandomNetwork;

class AnyExitTest extends ExitPolicyContract {
    @Override
    protected ExitPolicy policy() {
        return new AnyExit();
    }

    @Test
    void allExitsWeighTheSame() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            Node node = RandomNetwork.node(random, i, "owner", 0);
            double weight =
                    policy().judge(new Destination("example.org", 443), node).weight();
            assertEquals(node.exit() ? 1 : 0, weight);
        }
    }
}
