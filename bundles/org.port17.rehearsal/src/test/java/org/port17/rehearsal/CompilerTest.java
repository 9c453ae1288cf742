package org.port17.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CompilerTest {
    private static final Duration LOOK = Duration.ofMillis(10);

    /** Two looks at the clock each: before and behind. */
    private static Compiler that(Queue<Long> works, AtomicInteger looks) {
        return new Compiler(
                () -> {
                    looks.incrementAndGet();
                    return works.remove();
                },
                LOOK);
    }

    @Test
    void itWaitsForTwoQuietLooksInARow() throws Exception {
        Queue<Long> works = new ArrayDeque<>(List.of(0L, 10L, 10L, 10L, 10L, 13L, 13L, 13L, 13L, 15L));
        AtomicInteger looks = new AtomicInteger();
        that(works, looks).awaitRest(() -> true);
        assertTrue(works.isEmpty());
        assertEquals(10, looks.get());
    }

    @Test
    void itDoesNotLookWhenNobodyWaits() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        that(new ArrayDeque<>(), looks).awaitRest(() -> false);
        assertEquals(0, looks.get());
    }

    @Test
    void theMachinesOwnIsLookedAtTwiceAtLeast() throws Exception {
        long began = System.nanoTime();
        new Compiler()
                .awaitRest(
                        () -> System.nanoTime() - began < Duration.ofMinutes(1).toNanos());
        assertTrue(System.nanoTime() - began >= 2 * Compiler.LOOK.toNanos());
    }
}
