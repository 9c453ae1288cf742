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
    private boolean slow;
    private int owing = -1;
    private final StallWatch watch =
            new StallWatch(loop, EXIT, () -> due, () -> 1_500_000_000L, new StallWatch.Circuit() {
                @Override
                public boolean waits() {
                    return waits;
                }

                @Override
                public boolean slow() {
                    return slow;
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
    void aHopThatOwesAnAnswerHasTimeWhileCellsComeFromThereAndNotForEver() {
        watch.expect();
        pass(6);
        for (int i = 0; i < 11; i++) {
            watch.heard(0);
            pass(10);
        }
        assertEquals(List.of("probe"), events);
        for (int i = 0; i < 3; i++) {
            watch.heard(0);
            pass(10);
        }
        assertEquals(List.of("probe", "stalled 0"), events);
    }

    @Test
    void whatComesFromNearerHopsSaysNothingAboutThoseBehind() {
        watch.expect();
        pass(6);
        owing = 1;
        for (int i = 0; i < 20; i++) {
            watch.heard(0);
            pass(1);
        }
        assertEquals(List.of("probe", "stalled 1"), events);
    }

    @Test
    void aSlowLineIsGivenTimeAndNotForEver() {
        slow = true;
        watch.expect();
        pass(45);
        assertEquals(List.of(), events);
        pass(10);
        assertEquals(List.of("probe"), events);
        pass(30);
        assertEquals(List.of("probe", "stalled 0"), events);
    }

    /** Asked at 0.5, 2, 4.5, 9, 17.5 s and then each 8.5: a way may end while its destination takes its time. */
    @Test
    void whereAllAnswerTheDestinationIsSlowAndTheyAreAskedMoreAndMoreRarely() {
        watch.expect();
        for (int i = 0; i < 300; i++) {
            pass(1);
            if (owing >= 0) {
                owing = -1;
                watch.heard(EXIT);
            }
        }
        long probes = events.stream().filter("probe"::equals).count();
        assertEquals(6, probes, events::toString);
        assertTrue(events.stream().noneMatch(e -> e.startsWith("stalled")), events::toString);
        pass(200);
        assertEquals("stalled 0", events.get(events.size() - 1), "now it is silent");
    }

    @Test
    void theNextStreamIsLookedAfterAtOnce() {
        watch.expect();
        pass(6);
        owing = -1;
        watch.heard(EXIT);
        pass(6);
        assertEquals(List.of("probe", "whole"), events);
        watch.expect();
        pass(6);
        assertEquals(List.of("probe", "whole", "probe"), events);
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
