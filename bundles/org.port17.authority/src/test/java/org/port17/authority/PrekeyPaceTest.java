package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.port17.netmap.format.PrekeySet;

class PrekeyPaceTest {
    private static final long NOW = 1_800_000_000_000L;
    private final PrekeyPace pace = new PrekeyPace();

    /** Ten nodes come up one after the other. */
    @Test
    void smallNetworksDoNotWait() {
        for (int node : IntStream.rangeClosed(1, 10).toArray()) {
            assertEquals(0, pace.waitMillis(node * 16_000, NOW), "node " + node);
            pace.named(node * 16_000, NOW);
        }
    }

    /** Whatever changes, nobody is made to fetch more than the rate and the first burst. */
    @Test
    void inTheLongRunItIsTheRate() {
        int set = 1_600_000;
        long now = NOW;
        long named = 0;
        for (int i = 0; i < 1_000; i++) {
            now += pace.waitMillis(set, now);
            assertEquals(0, pace.waitMillis(set, now));
            pace.named(set, now);
            named += set;
        }
        long most = PrekeyPace.BURST + PrekeyPace.BYTES_A_SECOND * (now - NOW) / 1_000 + set;
        assertTrue(named <= most, named + " of " + most);
    }

    @Test
    void noPauseIsSoLongThatPrekeysEnd() {
        for (int i = 0; i < 3; i++) {
            pace.named(PrekeySet.MAX_BYTES, NOW);
        }
        assertEquals(PrekeyPace.MOST_MILLIS, pace.waitMillis(PrekeySet.MAX_BYTES, NOW));
        assertEquals(PrekeyPace.MOST_MILLIS, pace.waitMillis(PrekeySet.MAX_BYTES, NOW - 86_400_000), "clock set back");
        assertEquals(0, pace.waitMillis(PrekeySet.MAX_BYTES, NOW - 86_400_000 + PrekeyPace.MOST_MILLIS));
    }
}
