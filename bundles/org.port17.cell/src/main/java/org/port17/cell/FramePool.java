package org.port17.cell;

import java.util.ArrayDeque;

/** Free frames of one loop, so that steady traffic allocates none. Bounded; not thread-safe. */
public final class FramePool {
    private static final int KEEP_SMALL = 512;
    /** Frames of the bulk class that are kept at most. */
    public static final int KEEP_BULK = 256;

    private final ArrayDeque<Frame> small = new ArrayDeque<>();
    private final ArrayDeque<Frame> bulk = new ArrayDeque<>();

    public Frame take(CellClass cellClass) {
        Frame frame = (cellClass == CellClass.SMALL ? small : bulk).pollLast();
        if (frame == null) {
            return new Frame(cellClass);
        }
        frame.reset();
        return frame;
    }

    /**
     * Gives a frame back; the caller must not touch it any more.
     *
     * @throws IllegalStateException if it was given back before: two circuits would share it, and one read the other's
     *     plaintext
     */
    public void release(Frame frame) {
        frame.free();
        if (frame.cellClass() == CellClass.SMALL) {
            if (small.size() < KEEP_SMALL) {
                small.addLast(frame);
            }
        } else if (bulk.size() < KEEP_BULK) {
            bulk.addLast(frame);
        }
    }
}
