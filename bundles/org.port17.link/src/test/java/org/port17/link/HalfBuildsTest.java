package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;

/** BUILDs of which one half comes and the other does not. */
class HalfBuildsTest {
    private static final int CELL = CellClass.SMALL.size();

    private final Lab lab = new Lab();
    private Lab.Peer node;
    private Lab.Peer client;

    @BeforeEach
    void node() throws Port17Exception {
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
    }

    private RawEnd dial() throws Port17Exception {
        RawEnd raw = RawEnd.dial(lab, client, node);
        lab.loop.runUntilIdle();
        return raw;
    }

    private void halves(RawEnd raw, int from, int count) {
        for (int i = from; i < from + count; i++) {
            raw.send(i, Records.BUILD);
        }
        lab.loop.runUntilIdle();
    }

    @Test
    void oneTooManyIsRefusedAndNothingElseEnds() throws Port17Exception {
        RawEnd raw = dial();
        halves(raw, 1, HalfBuilds.MOST);
        assertTrue(raw.messages(Records.BUILD_FAILED).isEmpty());
        halves(raw, 1000, 1);
        assertEquals(1, raw.messages(Records.BUILD_FAILED).size());
        raw.send(1000, Records.BUILD); // its other half left before the refusal came
        raw.send(1000, Records.CELL);
        raw.send(1, Records.BUILD);
        lab.loop.runUntilIdle();
        assertFalse(raw.isClosed());
        assertEquals(1, node.built.size(), "the one that was begun in time");
        assertEquals(1, node.onlyLink().circuits().size());
        raw.send(1001, Records.BUILD);
        raw.send(1001, Records.BUILD);
        lab.loop.runUntilIdle();
        assertEquals(2, node.built.size(), "there is room again");
    }

    @Test
    void halvesAreCountedAndGivenBack() throws Port17Exception {
        RawEnd raw = dial();
        halves(raw, 1, 5);
        assertEquals(5 * CELL, node.context.held().bytes());
        assertEquals(5 * CELL, node.onlyLink().circuits().held());
        raw.send(1, Records.BUILD);
        raw.send(2, Records.DESTROY);
        lab.loop.runUntilIdle();
        assertEquals(1, node.built.size());
        assertEquals(3 * CELL, node.context.held().bytes());
        node.onlyLink().die(new Port17Exception(ErrorKind.CLOSED, "over"));
        lab.loop.runUntilIdle();
        assertEquals(0, node.context.held().bytes());
        assertEquals(0, lab.loop.timers());
    }

    @Test
    void whoLeavesThemLyingPays() throws Port17Exception {
        Recorder honest = new Recorder();
        lab.new Peer(false).lane(node, honest);
        lab.loop.runUntilIdle();
        long most = 200L * CELL;
        node.context.held().most(most);
        List<RawEnd> strangers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            RawEnd raw = dial();
            strangers.add(raw);
            halves(raw, 1, HalfBuilds.MOST);
        }
        assertTrue(
                node.context.held().bytes() <= most,
                "held " + node.context.held().bytes());
        assertTrue(strangers.stream().filter(RawEnd::isClosed).count() >= 5);
        assertTrue(honest.ends.isEmpty());
    }

    @Test
    void theOtherHalfMustComeInTime() throws Port17Exception {
        RawEnd raw = dial();
        halves(raw, 1, 1);
        lab.loop.advance(Duration.ofSeconds(15));
        halves(raw, 2, 1);
        assertEquals(2 * CELL, node.context.held().bytes());
        lab.loop.advance(Duration.ofSeconds(6));
        assertTrue(node.onlyLink().isUp());
        assertEquals(1, raw.messages(Records.DESTROY).size());
        raw.send(1, Records.BUILD); // too late, and no first half of another circuit
        raw.send(2, Records.BUILD);
        lab.loop.runUntilIdle();
        assertFalse(raw.isClosed());
        assertEquals(1, node.built.size());
        assertEquals(2, node.built.get(0).circuit());
    }

    @Test
    void whoHearsNoRefusalLosesItsLink() throws Port17Exception {
        Lanes lanes = new Lanes(false, 1, 0);
        for (int i = 1; i <= 2 + Lanes.UNHEARD; i++) {
            assertTrue(lanes.mayBegin(i));
            lanes.refused(i);
        }
        int next = 3 + Lanes.UNHEARD;
        assertEquals(
                ErrorKind.OVERLOADED,
                assertThrows(Port17Exception.class, () -> lanes.refused(next)).kind());
        lanes.forget(1);
        lanes.refused(next);
    }
}
