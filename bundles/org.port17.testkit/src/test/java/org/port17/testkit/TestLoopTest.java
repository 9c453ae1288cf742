package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.port17.api.Loop.Timer;

class TestLoopTest {
    private final TestLoop loop = new TestLoop();
    private final List<String> order = new ArrayList<>();

    @Test
    void tasksRunInOrderAndOnlyWhenAsked() {
        loop.execute(() -> {
            loop.execute(() -> order.add("nested"));
            order.add("first");
        });
        loop.execute(() -> order.add("second"));
        assertEquals(List.of(), order);
        loop.runUntilIdle();
        assertEquals(List.of("first", "second", "nested"), order);
    }

    @Test
    void timersRunAtTheirMoment() {
        long start = loop.nanos();
        loop.schedule(() -> order.add("late " + (loop.nanos() - start)), Duration.ofNanos(20));
        loop.schedule(() -> order.add("early " + (loop.nanos() - start)), Duration.ofNanos(10));
        loop.schedule(() -> order.add("same " + (loop.nanos() - start)), Duration.ofNanos(10));
        Timer cancelled = loop.schedule(() -> order.add("never"), Duration.ofNanos(5));
        cancelled.cancel();
        loop.advance(Duration.ofNanos(15));
        assertEquals(List.of("early 10", "same 10"), order);
        assertEquals(1, loop.timers());
        loop.advance(Duration.ofNanos(5));
        assertEquals("late 20", order.get(2));
        assertEquals(start + 20, loop.nanos());
    }

    @Test
    void timerSetByATimerRunsInTheSameAdvance() {
        loop.schedule(() -> loop.schedule(() -> order.add("chained"), Duration.ofSeconds(1)), Duration.ofSeconds(1));
        loop.advance(Duration.ofSeconds(2));
        assertEquals(List.of("chained"), order);
    }

    @Test
    void onlyTheOwnersThreadIsTheLoop() throws Exception {
        assertTrue(loop.inLoop());
        assertFalse(CompletableFuture.supplyAsync(loop::inLoop).get());
    }

    @Test
    void loopThatNeverRestsIsReported() {
        Runnable endless = new Runnable() {
            @Override
            public void run() {
                loop.execute(this);
            }
        };
        loop.execute(endless);
        assertThrows(IllegalStateException.class, loop::runUntilIdle);
    }
}
