package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;

/** A peer that acknowledges nothing cannot pile up what this end has to say of circuits that are gone. */
class UntoldEndsTest {
    private static final int CIRCUITS = 300;

    @Test
    void whatThePeerEndsItselfLeavesNoWordWaiting() throws Exception {
        Lab lab = new Lab();
        lab.settings = Lab.settings(64 << 10, 24 << 20);
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        node.listening.close();
        node.links.listen(node.node.endpoints(), (lane, blob) -> {
            lane.refuse(BuildFailure.of(ErrorKind.NO_SUITE));
            return new Recorder();
        });
        RawEnd peer = RawEnd.dial(lab, lab.new Peer(false), node);
        lab.loop.runUntilIdle();
        for (int circuit = 1; circuit <= CIRCUITS; circuit++) {
            peer.send(circuit, Records.BUILD);
            peer.send(circuit, Records.BUILD);
        }
        lab.loop.runUntilIdle();
        Circuits circuits = node.onlyLink().circuits();
        int waiting = circuits.untold();
        assertTrue(waiting > CIRCUITS / 2, "the window was open: " + waiting);
        for (int circuit = 1; circuit <= CIRCUITS; circuit++) {
            peer.send(circuit, Records.DESTROY);
        }
        lab.loop.runUntilIdle();
        assertFalse(peer.isClosed());
        assertEquals(0, circuits.untold());
        assertEquals(0, circuits.size());
    }

    @Test
    void lanesThatEndWhileNothingMayLeaveDoNotStayInTheRing() {
        FramePool frames = new FramePool();
        Turns turns = new Turns();
        Backlog waits = new Backlog(1);
        Frame first = frames.take(CellClass.SMALL);
        turns.add(waits, first);
        for (int circuit = 2; circuit < 10_000; circuit++) {
            Backlog gone = new Backlog(circuit);
            turns.add(gone, frames.take(CellClass.SMALL));
            turns.drop(gone, frames);
        }
        assertTrue(turns.lanes() < 100, "lanes: " + turns.lanes());
        Backlog again = new Backlog(10_000);
        turns.add(again, frames.take(CellClass.SMALL));
        assertSame(waits, turns.next());
        assertSame(first, turns.take(waits));
        assertSame(again, turns.next());
    }
}
