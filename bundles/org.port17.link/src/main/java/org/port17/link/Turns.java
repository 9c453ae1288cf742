package org.port17.link;

import java.util.ArrayDeque;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;

/**
 * Whose turn it is: lanes with something to send take turns of {@link #QUANTUM} bytes, and one that had nothing to send has its
 * first turn before the others, as in FQ-CoDel (RFC 8290, section 4.2): however many lanes carry bulk, a small answer passes them
 * all. A lane that goes on, or comes again before the others had their turns, waits for its own. New circuits take turns
 * with those that go on.
 */
final class Turns {
    static final int QUANTUM = 16 * 1024;

    /** After so much of those that come from rest one of the others sends a frame: there may always be some. */
    private static final int AHEAD = 4 * QUANTUM;

    /** Lanes that emptied out of turn stay here until this many more joined than waited at the last look. */
    private static final int SPARE = 64;

    /** Those that come from rest; they go to the ring when they had a turn or have nothing more. */
    private final ArrayDeque<Backlog> fresh = new ArrayDeque<>();

    /** New circuits, which come from rest too: a page asks for dozens at once, and somebody waits for what those that stand send. */
    private final ArrayDeque<Backlog> builds = new ArrayDeque<>();

    private final ArrayDeque<Backlog> ring = new ArrayDeque<>();
    private final Held held;
    private long bytes;
    private int waited;
    /** Bytes of those from rest since one of the others sent. */
    private int ahead;
    /** Whether it is a new circuit's turn before one of the ring's. */
    private boolean buildsTurn;

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
            (lane.kind() == Records.BUILD ? builds : fresh).addLast(lane);
            if (lanes() > 2 * waited + SPARE) {
                fresh.removeIf(this::emptied);
                builds.removeIf(this::emptied);
                ring.removeIf(this::emptied);
                waited = lanes();
            }
        }
    }

    private boolean emptied(Backlog lane) {
        lane.waiting = !lane.isEmpty();
        return lane.isEmpty();
    }

    /** Lanes that stand here, those included that have nothing to send any more. */
    int lanes() {
        return fresh.size() + builds.size() + ring.size();
    }

    /** The lane whose frame goes next, or null if nothing waits. Changes nothing that {@link #take} would notice. */
    Backlog next() {
        Backlog fromRest = first(fresh);
        if (fromRest != null && ahead < AHEAD) {
            return fromRest;
        }
        Backlog build = first(builds);
        Backlog other = inTurn();
        Backlog next = build == null || other != null && !buildsTurn ? other : build;
        return next == null ? fromRest : next;
    }

    private Backlog first(ArrayDeque<Backlog> lanes) {
        for (Backlog lane = lanes.peekFirst(); lane != null; lane = lanes.peekFirst()) {
            if (!lane.isEmpty()) {
                return lane;
            }
            ring.addLast(lanes.pollFirst());
        }
        return null;
    }

    private Backlog inTurn() {
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
        ArrayDeque<Backlog> from = standsIn(lane);
        ahead = from == fresh ? Math.min(AHEAD, ahead + size) : 0;
        if (from == ring) {
            buildsTurn = true;
        } else if (from == builds && (lane.isEmpty() || lane.turn <= 0)) {
            buildsTurn = false;
        }
        if (lane.turn <= 0) {
            from.pollFirst();
            lane.waiting = from != ring || !lane.isEmpty();
            if (lane.waiting) {
                lane.turn += QUANTUM;
                ring.addLast(lane);
            }
        }
        return frame;
    }

    private ArrayDeque<Backlog> standsIn(Backlog lane) {
        if (fresh.peekFirst() == lane) {
            return fresh;
        }
        return builds.peekFirst() == lane ? builds : ring;
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
        return largest(ring, largest(builds, largest(fresh, null)));
    }

    private static Backlog largest(ArrayDeque<Backlog> lanes, Backlog before) {
        Backlog largest = before;
        for (Backlog lane : lanes) {
            if (!lane.isEmpty() && (largest == null || lane.bytes() > largest.bytes())) {
                largest = lane;
            }
        }
        return largest;
    }
}
