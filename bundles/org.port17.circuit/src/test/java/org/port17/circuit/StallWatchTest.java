package org.port17.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.port17.testkit.TestLoop;

class StallWatchTest {
    private static final int EXIT = 2;
    private static final Duration STEP = Duration.ofMillis(100);
    private final TestLoop loop = new TestLoop();
    private final List<String> events = new ArrayList<>();
    private boolean due = true;
    private boolean waits;
    private int owing = -1;
    private final StallWatch watch =
            new StallWatch(loop, EXIT, () -> due, () -> 1_500_000_000L, new StallWatch.Circuit() {
                @Override
                public boolean waits() {
                    return waits;
                }

                @Override
                public void probe() {
                    events.add("probe");
                    owing = 0;
                }

                @Override
                public int owing() {
                    return owing;
                }

                @Override
                public void whole() {
                    events.add("whole");
                }

                @Override
                public void stalled(int hop, long since) {
                    events.add("stalled " + hop);
                }
            });

    private void pass(int steps) {
        for (int i = 0; i < steps; i++) {
            loop.advance(STEP);
        }
    }

    @Test
    void anAnswerInTimeAsksNothing() {
        watch.expect();
        pass(2);
        watch.heard(EXIT);
        due = false;
        pass(100);
        assertEquals(List.of("whole"), events);
    }

    @Test
    void silenceIsAskedAboutAndThenNamesWhoOwesAnAnswer() {
        watch.expect();
        pass(6);
        assertEquals(List.of("probe"), events);
        watch.heard(0);
        owing = 1;
        pass(100);
        assertEquals(List.of("probe", "stalled 1"), events);
    }

    @Test
    void eachHopThatAnswersGivesTheNextOneTime() {
        watch.expect();
        pass(6);
        for (int i = 0; i < 20; i++) {
            watch.heard(0);
            pass(10);
        }
        assertEquals(List.of("probe"), events);
    }

    @Test
    void whereAllAnswerTheDestinationIsSlow() {
        watch.expect();
        pass(6);
        owing = -1;
        watch.heard(EXIT);
        pass(100);
        assertEquals(List.of("probe", "whole"), events);
        watch.expect();
        pass(6);
        assertEquals(List.of("probe", "whole", "probe"), events, "the next stream is watched again");
    }

    @Test
    void whatStillWaitsHereIsNobodysSilence() {
        waits = true;
        watch.expect();
        pass(100);
        assertEquals(List.of(), events);
        waits = false;
        pass(100);
        assertEquals(List.of("probe", "stalled 0"), events);
    }

    @Test
    void whoWasAsleepReadsFirst() {
        watch.expect();
        loop.sleep(Duration.ofSeconds(30));
        pass(1);
        assertTrue(events.isEmpty(), events::toString);
    }

    @Test
    void aStoppedWatchSaysNothing() {
        watch.expect();
        pass(6);
        watch.stop();
        pass(100);
        assertEquals(List.of("probe"), events);
    }
}
