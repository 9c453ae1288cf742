package org.port17.link;

import java.util.ArrayDeque;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;

/**
 * Whose turn it is: lanes with something to send take turns of {@link #QUANTUM} bytes, so that a bulk download delays a
 * small answer by one quantum per busy lane and no more.
 */
final class Turns {
    static final int QUANTUM = 64 * 1024;

    /** Lanes that emptied out of turn stay in the ring until this many more joined than waited at the last look. */
    private static final int SPARE = 64;

    private final ArrayDeque<Backlog> ring = new ArrayDeque<>();
    private final Held held;
    private long bytes;
    private int waited;

    Turns() {
        this(new Held());
    }

    /** @param held counts what waits here too */
    Turns(Held held) {
        this.held = held;
    }

    /** Bytes waiting in all lanes. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    void add(Backlog lane, Frame frame) {
        lane.add(frame);
        join(lane, frame);
    }

    void addBuild(Backlog lane, Frame frame) {
        lane.addBuild(frame);
        join(lane, frame);
    }

    private void join(Backlog lane, Frame frame) {
        count(frame.cellClass().size());
        if (!lane.waiting) {
            lane.waiting = true;
            lane.turn = QUANTUM;
            ring.addLast(lane);
            if (ring.size() > 2 * waited + SPARE) {
                ring.removeIf(this::emptied);
                waited = ring.size();
            }
        }
    }

    private boolean emptied(Backlog lane) {
        lane.waiting = !lane.isEmpty();
        return lane.isEmpty();
    }

    /** Lanes in the ring, those included that have nothing to send any more. */
    int lanes() {
        return ring.size();
    }

    /** The lane whose frame goes next, or null if nothing waits. Changes nothing that {@link #take} would notice. */
    Backlog next() {
        for (Backlog lane = ring.peekFirst(); lane != null; lane = ring.peekFirst()) {
            if (!lane.isEmpty()) {
                return lane;
            }
            ring.pollFirst();
            lane.waiting = false;
        }
        return null;
    }

    /** Takes the next frame of the lane that {@link #next} named, and passes the turn on when it is used up. */
    Frame take(Backlog lane) {
        Frame frame = lane.take();
        int size = frame.cellClass().size();
        count(-size);
        lane.turn -= size;
        if (lane.turn <= 0) {
            ring.pollFirst();
            if (lane.isEmpty()) {
                lane.waiting = false;
            } else {
                lane.turn = QUANTUM;
                ring.addLast(lane);
            }
        }
        return frame;
    }

    /** Forgets what a lane has waiting. */
    void drop(Backlog lane, FramePool frames) {
        count(-lane.bytes());
        for (Frame frame = lane.discard(); frame != null; frame = lane.discard()) {
            frames.release(frame);
        }
    }

    private void count(int more) {
        bytes += more;
        held.add(more);
    }

    /** The lane with most bytes waiting, or null. Walks all waiting lanes. */
    Backlog largest() {
        Backlog largest = null;
        for (Backlog lane : ring) {
            if (!lane.isEmpty() && (largest == null || lane.bytes() > largest.bytes())) {
                largest = lane;
            }
        }
        return largest;
    }
}
