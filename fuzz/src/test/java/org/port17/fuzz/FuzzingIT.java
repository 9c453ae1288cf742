package org.port17.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Lets the fuzzer look for inputs that break a target, each in a JVM of its own (docs/fuzzing.md). What it finds lies in
 * the target's folder of inputs afterwards and fails the ordinary build until it is put right.
 */
class FuzzingIT {
    private static final String SECONDS = System.getProperty("fuzz.seconds", "600");
    private static final boolean KEEP = Boolean.getBoolean("fuzz.keep");
    private static final Path BASE = Path.of("").toAbsolutePath();

    @TestFactory
    Stream<DynamicTest> everyTarget() {
        String asked = System.getProperty("fuzz.targets");
        assertNotNull(asked, "-Dfuzz.targets names the targets, with commas between them");
        return Arrays.stream(asked.split(",")).map(name -> DynamicTest.dynamicTest(name, () -> fuzz(name.strip())));
    }

    private static void fuzz(String name) throws Exception {
        Class<?> target = Class.forName("org.port17." + name + "FuzzTest");
        Path inputs = BASE.resolve("src/test/resources")
                .resolve(target.getPackageName().replace('.', '/'))
                .resolve(target.getSimpleName() + "Inputs/fuzz");
        Path corpus = BASE.resolve("corpus").resolve(name);
        Files.createDirectories(inputs);
        Files.createDirectories(corpus);
        assertEquals(
                0,
                jazzer(target, "-max_total_time=" + SECONDS, "-artifact_prefix=" + inputs + "/", corpus, inputs),
                "the fuzzer found something: see above, and the newest file in " + BASE.relativize(inputs));
        if (KEEP) {
            assertEquals(0, jazzer(target, "-merge=1", "-max_total_time=" + SECONDS, inputs, corpus));
        }
    }

    private static int jazzer(Class<?> target, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Jazzer.class.getName(),
                "--target_class=" + target.getName(),
                "--instrumentation_includes=org.port17.**",
                "-timeout=60",
                "-rss_limit_mb=0"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path log = Files.createDirectories(BASE.resolve("target")).resolve(target.getSimpleName() + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            int exit = process.waitFor();
            if (exit != 0) {
                System.out.println(Files.readString(log));
            }
            assertTrue(Files.size(log) > 0, "the fuzzer says what it did");
            return exit;
        } finally {
            process.destroy();
        }
    }
}
