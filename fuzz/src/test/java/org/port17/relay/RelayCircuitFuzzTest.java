package org.port17.relay;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.port17.api.Port17Exception;

/**
 * A relay's circuit, which is also the exit of its streams, under a client that speaks with proper keys. Input: events, a
 * byte that says which and a byte of detail; a body of frames brings its bytes along. See {@link OneCircuit}.
 */
class RelayCircuitFuzzTest {
    private static final int MAX_EVENTS = 100;

    @FuzzTest
    void fuzz(byte[] input) throws Port17Exception {
        OneCircuit circuit = new OneCircuit();
        int at = 0;
        for (int i = 0; i < MAX_EVENTS && at + 1 < input.length; i++) {
            at = circuit.happens(input, at);
            circuit.assertSound();
        }
        circuit.end();
    }
}
