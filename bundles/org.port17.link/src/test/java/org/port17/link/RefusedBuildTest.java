package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;

/** A node that does not take a BUILD says why, and the link goes on. */
class RefusedBuildTest {
    private final Lab lab = new Lab();
    private Lab.Peer node;
    private Lab.Peer client;

    @BeforeEach
    void peers() throws Port17Exception {
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
    }

    @ParameterizedTest
    @ValueSource(ints = {166, 2_045, 2_046, 5_427})
    void aRefusedBuildEndsItsCircuitAndTellsWhyAndTheLinkGoesOn(int record) throws Port17Exception {
        BuildFailure why = BuildFailure.stale(lab.randomBytes(record));
        node.listening.close();
        List<Lane> refused = new ArrayList<>();
        node.links.listen(node.node.endpoints(), (lane, blob) -> {
            refused.add(lane);
            lane.refuse(why);
            return new Recorder();
        });
        Recorder mine = new Recorder();
        Lane lane = client.lane(node, mine);
        lane.send(client.frame(CellClass.SMALL));
        lab.loop.runUntilIdle();
        lane.send(client.frame(CellClass.SMALL));
        lab.loop.advance(Duration.ofSeconds(1));
        assertArrayEquals(why.prekey(), mine.failures.get(0).prekey());
        assertTrue(mine.ends.isEmpty());
        assertThrows(IllegalStateException.class, () -> lane.refuse(why), "who built it cannot refuse it");
        // One that the client gave up before it heard of the refusal.
        Recorder hasty = new Recorder();
        client.lane(node, hasty).destroy();
        lab.loop.advance(Duration.ofSeconds(1));
        Recorder crossed = new Recorder();
        Lane crossing = client.lane(node, crossed);
        lab.loop.execute(crossing::destroy);
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(hasty.failures.isEmpty() && crossed.failures.isEmpty());
        assertEquals(0, client.onlyLink().circuits().size());
        assertEquals(0, node.onlyLink().circuits().size());
        node.listening.close();
        assertTrue(client.onlyLink().isUp() && node.onlyLink().isUp());
    }

    @Test
    void aRefusalSurvivesALossOfTheConnection() throws Port17Exception {
        BuildFailure why = BuildFailure.of(ErrorKind.NO_SUITE);
        Recorder first = new Recorder();
        client.lane(node, first);
        lab.loop.runUntilIdle();
        node.listening.close();
        node.links.listen(node.node.endpoints(), (lane, blob) -> {
            lab.network.wires().get(0).cut();
            lane.refuse(why);
            return new Recorder();
        });
        Recorder mine = new Recorder();
        client.lane(node, mine);
        lab.loop.advance(Duration.ofSeconds(3));
        assertEquals(1, mine.failures.size());
        assertEquals(ErrorKind.NO_SUITE, mine.failures.get(0).kind());
        assertTrue(first.ends.isEmpty());
        assertEquals(1, client.onlyLink().reconnects());
    }
}
