package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTest {
    @Test
    void workIsDoneOnceInASecond() {
        AtomicInteger work = new AtomicInteger();
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
        Recent<Integer> recent = new Recent<>(work::incrementAndGet, now::get);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(1, recent.get());
        }
        now.addAndGet(Recent.NANOS);
        assertEquals(1, recent.get());
        now.addAndGet(1);
        assertEquals(2, recent.get());
    }
}
