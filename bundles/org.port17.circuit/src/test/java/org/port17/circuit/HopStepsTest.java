package org.port17.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.FramePool;
import org.port17.onion.ClientLayers;
import org.port17.onion.RandomBytes;
import org.port17.ratchet.EpochAge;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;

/** The initiator's choice: the rule that the model (docs/security/ratchet.md) calls OwnChoice. */
class HopStepsTest {
    private static final int STRONG = 0x0101;
    private static final int MIDDLE = 0x0102;
    private final SeededRandom random = new SeededRandom(3);
    private final List<CipherSuite> preferred = new ArrayList<>(List.of(new AesGcmSuite(), new ChaChaSuite()));
    private final List<Integer> offered = new ArrayList<>();

    private HopSteps steps() throws Port17Exception {
        RatchetPair pair = RatchetPair.of(preferred.get(0), PrekeyUse.ONION);
        ClientLayers layers = new ClientLayers(List.of(pair.initiator()), new RandomBytes(random), new FramePool());
        Node node = new Node(
                NodeId.of(new byte[32], 0), "n", "o", "DE", 1, true, true, List.of(), List.of(STRONG, MIDDLE), "00");
        SuiteChoice choice = (id, told) -> preferred.stream()
                .filter(s -> told == null || told.contains(s.traits().id()))
                .findFirst();
        HopSteps.Sender sender = new HopSteps.Sender() {
            @Override
            public void offer(int hop, byte[] offer) {
                offered.add(ByteBuffer.wrap(offer).getShort() & 0xffff);
            }

            @Override
            public void switchDue() {
                throw new AssertionError("nothing was answered");
            }
        };
        return new HopSteps(layers, List.of(node), choice, sender, random);
    }

    @Test
    void aHopThatSaysLessGetsTheBestOfTheRest() throws Port17Exception {
        HopSteps steps = steps();
        steps.begin();
        steps.notice(0, new SuiteNotice(1, List.of(MIDDLE)));
        assertEquals(List.of(STRONG, MIDDLE), offered);
    }

    /** Neither a notice nor an old epoch leads to a suite that this client forbids, the one in use included. */
    @Test
    void withoutACommonSuiteNothingIsOffered() throws Port17Exception {
        HopSteps steps = steps();
        steps.begin();
        preferred.remove(0);
        steps.notice(0, new SuiteNotice(1, List.of(STRONG, 0xff02)));
        for (int second = 0; second < EpochAge.LAST; second++) {
            steps.traffic(second * 1_000_000_000L);
        }
        assertEquals(List.of(STRONG), offered);
        assertTrue(steps.stranded());
        steps.notice(0, new SuiteNotice(0, List.of(MIDDLE)));
        assertEquals(List.of(STRONG, MIDDLE), offered);
    }
}
