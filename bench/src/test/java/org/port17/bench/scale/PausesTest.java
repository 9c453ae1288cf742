package org.port17.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PausesTest {
    private static final String LOG = """
            [1.200s] GC(3) Pause Young (Allocation Failure) 30M->20M(64M) 4.100ms
            [1.200s] Safepoint "GenCollectForAllocation", Time since last: 99 ns, Reaching safepoint: 9 ns, At safepoint: 4200000 ns, Total: 4200009 ns
            [2.000s] Safepoint "ICBufferFull", Time since last: 11 ns, Reaching safepoint: 1 ns, At safepoint: 9 ns, Total: 500000 ns
            """;

    @Test
    void takesEveryStopOfTheVirtualMachineFromItsLog() {
        Pauses pauses = Pauses.of(LOG);

        assertEquals(List.of(4.200009, 0.5), pauses.millis());
        assertEquals(4.200009, pauses.longest());
        assertEquals(0.5, pauses.quantile(0.5));
        assertEquals(4.700009, pauses.total(), 1e-9);
        assertEquals(0, Pauses.of("").longest());
    }

    @Test
    void takesOnlyWhatWasLoggedMeanwhile(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("log");
        Files.writeString(log, LOG);
        long from = Pauses.end(log);
        Files.writeString(log, LOG + LOG);

        assertEquals(2, Pauses.between(log, from, Pauses.end(log)).millis().size());
    }
}
