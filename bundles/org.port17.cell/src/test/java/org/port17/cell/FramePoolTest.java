package org.port17.cell;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FramePoolTest {
    @Test
    void aFrameReleasedTwiceNeverHasTwoOwners() {
        FramePool pool = new FramePool();
        for (CellClass cellClass : CellClass.values()) {
            Frame frame = pool.take(cellClass);
            pool.release(frame);
            assertThrows(IllegalStateException.class, () -> pool.release(frame));
            assertSame(frame, pool.take(cellClass));
            assertNotSame(frame, pool.take(cellClass));
            pool.release(frame);
        }
    }
}
