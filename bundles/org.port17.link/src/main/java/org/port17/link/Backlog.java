package org.port17.link;

import java.util.ArrayDeque;
import org.port17.cell.Frame;

/** What one lane still has to send, in order. */
final class Backlog {
    private final int circuit;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>(2);
    private int builds;
    private int bytes;
    private boolean started;
    private boolean awaited;

    /** Bytes this lane may still send before it is another's turn. */
    int turn;

    /** Whether the lane stands in {@link Turns}. */
    boolean waiting;

    Backlog(int circuit) {
        this.circuit = circuit;
    }

    int circuit() {
        return circuit;
    }

    int bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Whether anything of this lane went to the wire, so that the peer may know of it. */
    boolean started() {
        return started;
    }

    void markStarted() {
        started = true;
    }

    /** The next frame to be taken is a fragment of a BUILD. */
    void addBuild(Frame frame) {
        builds++;
        add(frame);
    }

    void add(Frame frame) {
        frames.addLast(frame);
        bytes += frame.cellClass().size();
    }

    /** Somebody waits until it is empty. */
    void tellWhenEmpty() {
        awaited = true;
    }

    /** Whether somebody waited until it is empty, and it is; said once. */
    boolean emptied() {
        boolean emptied = awaited && frames.isEmpty();
        awaited &= !emptied;
        return emptied;
    }

    /** The record kind of the frame that {@link #take} gives next. */
    int kind() {
        return builds > 0 ? Records.BUILD : Records.CELL;
    }

    /** The next frame, on its way to the wire; null if there is none. */
    Frame take() {
        started = true;
        return discard();
    }

    /** The next frame, not to be sent; null if there is none. */
    Frame discard() {
        Frame frame = frames.pollFirst();
        if (frame != null) {
            bytes -= frame.cellClass().size();
            builds = Math.max(0, builds - 1);
        }
        return frame;
    }
}
