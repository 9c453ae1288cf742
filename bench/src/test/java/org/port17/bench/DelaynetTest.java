package org.port17.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Runs the tests of the lab's delay network, which are Python. */
class DelaynetTest {
    @Test
    void carriesDropsAndLosesWhatItIsTold() throws Exception {
        assumeTrue(System.getenv("CI") != null || has("gcc") && has("python3"), "needs gcc and python3");
        Process tests = new ProcessBuilder("python3", "test_delaynet.py")
                .redirectErrorStream(true)
                .start();
        String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tests.waitFor(), said);
    }

    private static boolean has(String tool) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
