package org.port17.circuit;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.port17.api.Port17Exception;

/**
 * A client's circuit of three hops, whose nodes have proper keys and say what they like. Input: events, a byte that says
 * which and a byte of detail; a body of frames brings its bytes along. See {@link OneRoute}.
 */
class ClientCircuitFuzzTest {
    private static final int MAX_EVENTS = 100;

    @FuzzTest
    void fuzz(byte[] input) throws Port17Exception {
        OneRoute route = new OneRoute();
        int at = 0;
        for (int i = 0; i < MAX_EVENTS && at + 1 < input.length; i++) {
            at = route.happens(input, at);
            route.assertSound();
        }
        route.end();
    }
}
