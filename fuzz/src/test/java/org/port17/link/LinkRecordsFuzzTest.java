package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.List;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;
import org.port17.fuzz.GivenMap;
import org.port17.fuzz.GivenNode;
import org.port17.fuzz.GivenPlugins;
import org.port17.spi.transport.Transport;
import org.port17.testkit.TestLoop;
import org.port17.transport.memory.MemoryNetwork;

/**
 * An authentic peer's records at a node. Input: for each record its kind (with the size class in the top bit), flags,
 * circuit, acknowledgement and how many bytes of the cell follow, then those bytes; see {@link HostileDialler}.
 */
class LinkRecordsFuzzTest {
    private static final int MAX_RECORDS = 64;
    private static final int HEAD = 5;
    private static final Endpoint DOOR = new Endpoint("mem", "door");
    private static final GivenNode NODE = new GivenNode();

    @FuzzTest
    void fuzz(byte[] input) throws Port17Exception {
        TestLoop loop = new TestLoop();
        Transport transport = new MemoryNetwork().transport(loop);
        LinkContext context = new LinkContext(loop, new GivenPlugins(transport), new GivenMap(), NODE, settings());
        LinkService links = new LinkService(context);
        links.listen(List.of(DOOR), LinkRecordsFuzzTest::accept);
        HostileDialler peer =
                new HostileDialler(NODE.prekey(GivenNode.LINK).orElseThrow().record());
        peer.dial(transport, DOOR);
        loop.runUntilIdle();
        assertEquals(1, context.links().all().size());
        int at = 0;
        for (int i = 0; i < MAX_RECORDS && at + HEAD <= input.length; i++) {
            int n = Math.min(input[at + 4] & 0xff, input.length - at - HEAD);
            peer.record(input, at, at + HEAD, n);
            at += HEAD + n;
            loop.runUntilIdle();
        }
        peer.hangUp();
        loop.advance(settings().times().resume().multipliedBy(2));
        assertEquals(0, context.links().all().size(), "a link whose peer is gone for good ends");
        links.stop();
        loop.runUntilIdle();
    }

    /** Takes circuits, or refuses them in the two ways there are, as the BUILD's first byte has it. */
    private static LaneEvents accept(Lane lane, byte[] blob) {
        if (blob[0] == 1) {
            lane.refuse(BuildFailure.of(ErrorKind.NO_SUITE));
        } else if (blob[0] == 2) {
            lane.destroy();
        }
        return new LaneEvents() {
            @Override
            public void cell(Frame frame) {
                // what it says is between it and the client
            }

            @Override
            public void destroyed(Port17Exception reason) {
                // the peer's good right
            }
        };
    }

    private static LinkSettings settings() {
        Duration ten = Duration.ofSeconds(10);
        return new LinkSettings(
                new LinkSettings.Bounds(1 << 20, 1 << 20, 4 << 20, 100, 10, 5, 500),
                new LinkSettings.Times(ten, ten, Duration.ofSeconds(15), Duration.ofSeconds(45), ten));
    }
}
