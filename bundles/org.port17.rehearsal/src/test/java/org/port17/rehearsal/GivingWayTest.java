package org.port17.rehearsal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;

class GivingWayTest {
    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final GivingWay way = new GivingWay(loops);
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

    /** A thread that rests so many times. */
    private Thread resting(int times, BooleanSupplier mayBeLonger) throws Exception {
        // It knows the loop's thread when the loop has run what it was given.
        CompletableFuture<Void> known = new CompletableFuture<>();
        loops.execute(() -> known.complete(null));
        known.get(20, TimeUnit.SECONDS);
        Thread resting = new Thread(() -> {
            try {
                for (int i = 0; i < times; i++) {
                    way.rest(GivingWay.LOOK.toNanos(), mayBeLonger);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        resting.start();
        return resting;
    }

    private void keepTheLoopWorking() {
        working.set(true);
        loops.execute(this::work);
    }

    @Test
    void whileTheLoopWorksItRests() throws Exception {
        keepTheLoopWorking();
        Thread resting = resting(1, () -> true);
        resting.join(20 * GivingWay.MORE.toMillis());
        assertTrue(resting.isAlive());
        working.set(false);
        resting.join(20_000);
        assertFalse(resting.isAlive());
    }

    @Test
    void whenTheLoopRestsItDoesNot() throws Exception {
        Thread resting = resting(50, () -> true);
        resting.join(20_000);
        assertFalse(resting.isAlive());
    }

    /** Whoever has it stop does not wait for the loop. */
    @Test
    void itRestsNoLongerThanItMay() throws Exception {
        AtomicBoolean may = new AtomicBoolean(true);
        keepTheLoopWorking();
        Thread resting = resting(1, may::get);
        resting.join(10 * GivingWay.MORE.toMillis());
        assertTrue(resting.isAlive());
        may.set(false);
        resting.join(20_000);
        assertFalse(resting.isAlive());
    }
}
