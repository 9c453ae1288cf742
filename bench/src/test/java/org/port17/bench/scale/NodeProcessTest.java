package org.port17.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NodeProcessTest {
    @Test
    void readsWhatEveryCollectorSays() {
        String serial = """
                 def new generation   total 28800K, used 21109K [0x0, 0x1, 0x2)
                  eden space 25600K,  73% used [0x0, 0x1, 0x2)
                 tenured generation   total 64000K, used 1000K [0x0, 0x1, 0x2)
                 Metaspace       used 60000K, committed 61000K, reserved 120000K
                  class space    used 7000K, committed 7100K, reserved 65536K
                """;
        assertEquals(22_109 * 1024, NodeProcess.used(serial));
        assertEquals(20_000 * 1024, NodeProcess.used(" garbage-first heap   total 32768K, used 20000K [0x0, 0x1)\n"));
        assertEquals(20 << 20, NodeProcess.used(" ZHeap           used 20M, capacity 64M, max capacity 1024M\n"));
        assertEquals(
                20 << 20,
                NodeProcess.used(" 1024M max, 1024M soft max, 64M committed, 20M used\n 512 x 512K regions\n"));
    }
}
