package org.port17.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.port17.launcher.json.JsonReader;
import org.port17.launcher.localnet.ProcessRef;

/** The launcher as {@code ./port17} runs it, with its temporary files in a folder of the test's own. */
final class LaunchedProgram implements AutoCloseable {
    static final int MINUTES = 8;
    private static final Path ROOT =
            Path.of(System.getProperty("port17.root")).toAbsolutePath().normalize();
    private final Path temp;
    private final List<Process> started = new ArrayList<>();

    LaunchedProgram(Path temp) {
        this.temp = temp;
    }

    record Ended(int code, List<String> output, String errors) {
        Map<String, Object> json() throws Exception {
            return JsonReader.object(output.get(output.size() - 1));
        }
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(temp, "out", ".txt");
        Path err = Files.createTempFile(temp, "err", ".txt");
        Process process = start(out, err, arguments);
        assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "the launcher does not end");
        return new Ended(process.exitValue(), Files.readAllLines(out), Files.readString(err, StandardCharsets.UTF_8));
    }

    Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                // A build in the background ignores Ctrl-C, and what it starts would too.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + Files.createDirectories(temp.resolve("tmp")),
                "-Dport17.root=" + ROOT,
                "-Dport17.distribution=" + ROOT.resolve("karaf-assembly/target/assembly"),
                "-jar",
                System.getProperty("port17.launcher")));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        started.add(process);
        return process;
    }

    void assertNothingIsLeft(Collection<?> pids) throws IOException {
        for (Object pid : pids) {
            // Not a ProcessHandle: that calls alive what has ended and only waits for init to take note of it.
            assertFalse(ProcessRef.of((Long) pid).isAlive());
        }
        try (var left = Files.list(temp.resolve("tmp"))) {
            assertEquals(
                    List.of(),
                    left.filter(p -> p.getFileName().toString().startsWith("port17"))
                            .toList());
        }
    }

    @Override
    public void close() {
        started.forEach(Process::destroy);
    }
}
