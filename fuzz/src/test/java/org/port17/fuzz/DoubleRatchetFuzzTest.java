package org.port17.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.port17.api.Port17Exception;

/** Two real ends of a ratchet. Input: what happens, a byte or two each time; see {@link TwoEnds}. */
class DoubleRatchetFuzzTest {
    private static final int MAX_EVENTS = 400;

    @FuzzTest
    void fuzz(byte[] input) throws Port17Exception {
        try (TwoEnds ends = new TwoEnds()) {
            for (int at = 0; at + 1 < input.length && at < 2 * MAX_EVENTS; at += 2) {
                ends.happens(input[at] & 0xff, input[at + 1] & 0xff);
                ends.assertSound();
            }
            ends.settle();
        }
    }
}
