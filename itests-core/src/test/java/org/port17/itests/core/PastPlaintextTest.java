package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.circuit.CircuitService;

/** Who copies the state of an end finds nothing there of what passed before, while the circuit lives on. */
class PastPlaintextTest {
    private static final byte[] MARK = "neither here nor there".getBytes(StandardCharsets.US_ASCII);
    private TestNet net;
    private CircuitService client;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(6);
        client = net.client(Map.of());
        net.origins.host("echo", Hosts.Echo::new);
        net.loop.runUntilIdle();
    }

    /** A first flight that leaves with the BUILD, then so many bytes, which come back in large cells and small. */
    private static byte[] said(int length) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        said.writeBytes("GET /".getBytes(StandardCharsets.US_ASCII));
        said.writeBytes(MARK);
        said.writeBytes(" HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        while (said.size() < length) {
            said.writeBytes(MARK);
        }
        return said.toByteArray();
    }

    private int found() throws IllegalAccessException {
        List<Object> roots = new ArrayList<>(List.of(client));
        net.machines.forEach(machine -> roots.addAll(List.of(machine.links(), machine.relay())));
        int found = 0;
        int looked = 0;
        for (Object root : roots) {
            for (byte[] array : Reachable.arrays(root)) {
                looked += array.length;
                found += Reachable.holds(array, MARK) ? 1 : 0;
            }
        }
        assertTrue(looked > 1_000_000, "the frames were not reached");
        return found;
    }

    @Test
    void neitherTheBuildNorTheFramesKeepWhatTheyCarried() throws Exception {
        byte[] said = said(300_000);
        App app = new App(client, "", "echo");
        app.send(said);
        net.loop.advance(Duration.ofSeconds(3));
        assertArrayEquals(said, app.got.toByteArray());
        for (int i = 0; i < 5; i++) {
            app.send(MARK);
            net.loop.advance(Duration.ofSeconds(1));
        }
        assertEquals(said.length + 5 * MARK.length, app.got.size());
        assertEquals(0, found());
        assertFalse(app.finished);
    }
}
