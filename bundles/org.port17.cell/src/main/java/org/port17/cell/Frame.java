package org.port17.cell;

import java.util.Arrays;

/**
 * A cell in an array with room around it: {@code array[offset .. offset+size)} is the cell, with at least {@link
 * #HEADROOM} bytes before and {@link #TAILROOM} behind, so that onion layers and the link's record header need no copy.
 * Owned by one holder at a time; on the loop only.
 */
public final class Frame {
    /** Five layers of 24 bytes, a record header, rounded up. */
    public static final int HEADROOM = 160;

    public static final int TAILROOM = 160;

    private final CellClass cellClass;
    private final byte[] array;
    private int offset = HEADROOM;
    private boolean free;

    Frame(CellClass cellClass) {
        this.cellClass = cellClass;
        this.array = new byte[HEADROOM + cellClass.size() + TAILROOM];
    }

    public CellClass cellClass() {
        return cellClass;
    }

    public byte[] array() {
        return array;
    }

    /** Where the cell begins now. */
    public int offset() {
        return offset;
    }

    /** Moves the cell's beginning; an onion layer drifts by 24 bytes. */
    public void offset(int newOffset) {
        if (newOffset < CellClass.BEFORE || newOffset + cellClass.size() + CellClass.AFTER > array.length) {
            throw new IndexOutOfBoundsException("frame offset " + newOffset);
        }
        offset = newOffset;
    }

    /** Overwrites what was opened into it; before it goes back to a pool, so that no plaintext outlives its use there. */
    public void wipe() {
        Arrays.fill(array, (byte) 0);
    }

    void reset() {
        offset = HEADROOM;
        free = false;
    }

    void free() {
        if (free) {
            throw new IllegalStateException("a frame was released twice");
        }
        free = true;
    }
}
