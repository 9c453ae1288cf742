package org.port17.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerTimesTest {
    private final AnswerTimes times = new AnswerTimes();

    private void took(int times, long millis) {
        for (int i = 0; i < times; i++) {
            this.times.took(Duration.ofMillis(millis).toNanos());
        }
    }

    private long silence() {
        return Duration.ofNanos(times.silence()).toMillis();
    }

    @Test
    void beforeAnythingIsKnownASilenceMeansLittle() {
        assertEquals(5_000, silence());
    }

    @Test
    void quickAnswersMakeAShortOneMeanSomething() {
        took(3, 100);
        assertEquals(800, silence());
    }

    @Test
    void slowAnswersTakeALongerOneAndNoEndlessOne() {
        took(1, 2_000);
        assertEquals(6_000, silence());
        took(50, 2_000);
        assertTrue(silence() >= 2_000 && silence() < 2_200, "" + silence());
        took(50, 100_000);
        assertEquals(10_000, silence());
        took(200, 50);
        assertEquals(800, silence());
    }

    @Test
    void timesThatScatterMakeNobodyWaitMuchLonger() {
        for (int i = 0; i < 20; i++) {
            took(1, 50);
            took(1, 900);
        }
        assertTrue(silence() >= 2_000 && silence() < 2_100, "" + silence());
    }
}
