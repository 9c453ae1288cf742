package org.port17.netty.pipe;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Read sizes for sockets whose bytes go into cells: multiples of one bulk cell's payload, so that a full read fills
 * whole cells and leaves no nearly empty one behind. Starts small and grows with the traffic, so an idle or
 * interactive stream costs little memory.
 */
public final class CellReads extends DefaultMaxMessagesRecvByteBufAllocator {
    /** Stream bytes in one bulk cell. */
    public static final int CELL_PAYLOAD = 16_255;

    /** The largest read: 16 cells. */
    public static final int LARGEST = 16 * CELL_PAYLOAD;

    private static final int[] SIZES = {2_048, CELL_PAYLOAD, 4 * CELL_PAYLOAD, LARGEST};

    public CellReads() {
        super(1);
    }

    @Override
    public Handle newHandle() {
        return new Growing();
    }

    private final class Growing extends MaxMessageHandle {
        private int step;
        private boolean smallBefore;

        @Override
        public int guess() {
            return SIZES[step];
        }

        @Override
        public void lastBytesRead(int bytes) {
            if (bytes > 0 && bytes == attemptedBytesRead()) {
                step = Math.min(step + 1, SIZES.length - 1);
                smallBefore = false;
            }
            super.lastBytesRead(bytes);
        }

        @Override
        public void readComplete() {
            boolean small = step > 0 && totalBytesRead() <= SIZES[step - 1];
            if (small && smallBefore) {
                step--;
                smallBefore = false;
            } else {
                smallBefore = small;
            }
        }
    }
}
