package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of the system, with this machine's own proxy settings taken away. */
final class Program {
    private static final Duration LIMIT = Duration.ofSeconds(180);

    private Program() {}

    /** How a program ended and what it printed, errors included. */
    record Result(int code, String text) {
        String orFail() {
            assertEquals(0, code, text);
            return text;
        }
    }

    /**
     * The program's full path. Where it is missing the test is skipped; where CI=true it fails, since there the
     * package must be installed.
     */
    static String need(String name, String debianPackage) {
        List<String> folders = new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
        folders.addAll(List.of("/usr/sbin", "/sbin"));
        for (String folder : folders) {
            Path path = Path.of(folder, name);
            if (Files.isExecutable(path)) {
                return path.toString();
            }
        }
        String reason = name + " is missing: install the package " + debianPackage;
        if ("true".equals(System.getenv("CI"))) {
            fail(reason);
        }
        Assumptions.abort(reason);
        return "";
    }

    /** @param input what the program reads on standard input; null for nothing */
    static Result run(Path folder, File input, String... command) throws IOException, InterruptedException {
        return run(builder(folder, command).redirectInput(input == null ? new File("/dev/null") : input));
    }

    /** Errors are in the result's text too. */
    static Result run(ProcessBuilder program) throws IOException, InterruptedException {
        Path output = Files.createTempFile("port17-test", ".txt");
        Process process = program.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return fail("no end of " + program.command().get(0) + ": " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    static Result run(Path folder, String... command) throws IOException, InterruptedException {
        return run(folder, null, command);
    }

    static ProcessBuilder builder(Path folder, String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(key -> key.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("HOME", folder.toString());
        return builder;
    }
}
