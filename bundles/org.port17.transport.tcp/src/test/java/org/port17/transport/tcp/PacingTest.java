package org.port17.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PacingTest {
    private static final long SECOND = 1_000_000_000L;
    private int begun;
    private final Pacing pacing = new Pacing(() -> begun++, null);

    @Test
    void littleAtATimeIsNeverPaced() {
        for (int i = 0; i < 100; i++) {
            pacing.sends((int) Pacing.MUCH, i * (SECOND + 1));
        }
        assertEquals(0, begun);
    }

    @Test
    void muchWithinASecondIsPacedOnce() {
        pacing.sends((int) Pacing.MUCH, -SECOND);
        pacing.sends(1, 0);
        assertEquals(1, begun);
        pacing.sends((int) Pacing.MUCH + 1, 0);
        assertEquals(1, begun);
    }

    @Test
    void aSecondBeginsWithItsFirstBytes() {
        pacing.sends(1, 0);
        pacing.sends((int) Pacing.MUCH, SECOND + 1);
        assertEquals(0, begun);
        pacing.sends(1, 2 * SECOND);
        assertEquals(1, begun);
    }
}
