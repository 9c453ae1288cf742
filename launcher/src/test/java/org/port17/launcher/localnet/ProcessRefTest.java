package org.port17.launcher.localnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessRefTest {
    @Test
    void knowsAProcessUntilItEnds() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            ProcessRef ref = ProcessRef.of(process.pid());
            assertTrue(ref.isAlive());
            ref.terminate();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertFalse(ref.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void leavesAStrangerWithTheSameNumberAlone() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            ProcessRef stale =
                    new ProcessRef(process.pid(), ProcessRef.of(process.pid()).started() + "0");
            assertFalse(stale.isAlive());
            stale.terminate();
            stale.kill();
            assertTrue(process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aNumberThatNobodyHasIsNotAlive() {
        assertEquals("", ProcessRef.of(Integer.MAX_VALUE).started());
        assertFalse(ProcessRef.of(Integer.MAX_VALUE).isAlive());
        assertFalse(new ProcessRef(0, "").isAlive());
    }
}
