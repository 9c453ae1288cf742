package org.port17.rehearsal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;

class GivingWayTest {
    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final AtomicBoolean working = new AtomicBoolean();

    @AfterEach
    void endTheLoop() {
        working.set(false);
        loops.close();
    }

    private void work() {
        long end = System.nanoTime() + 5_000_000;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        if (working.get()) {
            loops.execute(this::work);
        }
    }

    @Test
    void whileTheLoopWorksItRests() throws Exception {
        GivingWay way = new GivingWay(loops);
        working.set(true);
        loops.execute(this::work);
        Thread resting = new Thread(() -> {
            try {
                way.rest(GivingWay.LOOK.toNanos(), () -> true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        resting.start();
        resting.join(20 * GivingWay.MORE.toMillis());
        assertTrue(resting.isAlive());
        working.set(false);
        resting.join(20_000);
        assertFalse(resting.isAlive());
    }

    @Test
    void whenTheLoopRestsItDoesNot() throws Exception {
        GivingWay way = new GivingWay(loops);
        Thread resting = new Thread(() -> {
            try {
                for (int i = 0; i < 50; i++) {
                    way.rest(GivingWay.LOOK.toNanos(), () -> true);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        resting.start();
        resting.join(20_000);
        assertFalse(resting.isAlive());
    }

    /** Whoever has it stop does not wait for the loop. */
    @Test
    void itRestsNoLongerThanItMay() throws Exception {
        GivingWay way = new GivingWay(loops);
        AtomicBoolean may = new AtomicBoolean(true);
        working.set(true);
        loops.execute(this::work);
        Thread resting = new Thread(() -> {
            try {
                way.rest(GivingWay.LOOK.toNanos(), may::get);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        resting.start();
        resting.join(10 * GivingWay.MORE.toMillis());
        assertTrue(resting.isAlive());
        may.set(false);
        resting.join(20_000);
        assertFalse(resting.isAlive());
    }
}
