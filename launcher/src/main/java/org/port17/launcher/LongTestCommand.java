package org.port17.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.json.JsonException;
import org.port17.launcher.json.JsonReader;
import org.port17.launcher.json.JsonWriter;

/** {@code test long}: the pieces of launcher/long-tests.txt, one after the other, each with a recorded result. */
final class LongTestCommand implements Command {
    private final Path root = Path.of(System.getProperty("port17.root", "")).toAbsolutePath();

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String usage() {
        return "test long [--resume] [--piece NAME]... [--list]";
    }

    @Override
    public String description() {
        return """
                Runs the long tests in pieces of less than an hour and writes each result, with commit and date, to
                docs/results/long/. It commits nothing.""";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.flag("resume", "leave out what has passed on this very commit"),
                Option.many("piece", "NAME", "only this piece"),
                Option.flag("list", "show the pieces and end"));
    }

    @Override
    public int run(Arguments arguments) throws LaunchException, InterruptedException {
        if (!arguments.words().equals(List.of("long"))) {
            throw LaunchException.usage("test takes one word: long (all other tests run with mvn verify)");
        }
        try {
            List<LongTest> pieces =
                    chosen(LongTest.read(root.resolve("launcher/long-tests.txt")), arguments.all("piece"));
            if (arguments.has("list")) {
                pieces.forEach(p -> System.out.println(p.name() + "  at most " + p.minutes() + " min"));
                return 0;
            }
            if (pieces.isEmpty()) {
                throw LaunchException.failed(
                        "nothing was tested, since launcher/long-tests.txt lists no piece: add one");
            }
            return runAll(pieces, arguments.has("resume"));
        } catch (IOException e) {
            throw LaunchException.failed("the long tests cannot be run: " + e.getMessage(), e);
        }
    }

    private static List<LongTest> chosen(List<LongTest> all, List<String> names) throws LaunchException {
        for (String name : names) {
            if (all.stream().noneMatch(p -> p.name().equals(name))) {
                throw LaunchException.usage("there is no piece " + name + ": --list shows them");
            }
        }
        return names.isEmpty()
                ? all
                : all.stream().filter(p -> names.contains(p.name())).toList();
    }

    private int runAll(List<LongTest> pieces, boolean resume)
            throws IOException, InterruptedException, LaunchException {
        Progress progress = new Progress(System.out, System.currentTimeMillis());
        String commit = commit();
        int failed = 0;
        for (LongTest piece : pieces) {
            if (resume && passed(piece, commit)) {
                progress.step(piece.name() + ": passed on this commit already");
                continue;
            }
            progress.step(piece.name() + ": at most " + piece.minutes() + " min");
            long start = System.nanoTime();
            Path log = root.resolve("launcher/target/long-" + piece.name() + ".log");
            boolean ok = runOne(piece, log);
            write(piece, commit, ok, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
            progress.step(piece.name() + (ok ? ": passed" : ": failed, see " + log));
            failed += ok ? 0 : 1;
        }
        if (failed > 0) {
            throw LaunchException.failed(
                    failed + " of the pieces failed: their logs are in " + root.resolve("launcher/target"));
        }
        return 0;
    }

    private boolean runOne(LongTest piece, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-Plong"));
        command.addAll(piece.arguments());
        Files.createDirectories(log.getParent());
        Process process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        try {
            if (process.waitFor(piece.minutes(), TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            return false;
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private Path result(LongTest piece) {
        return root.resolve("docs/results/long").resolve(piece.name() + ".json");
    }

    private boolean passed(LongTest piece, String commit) throws IOException {
        if (!Files.exists(result(piece))) {
            return false;
        }
        try {
            Map<String, Object> old = JsonReader.object(Files.readString(result(piece)));
            return Boolean.TRUE.equals(old.get("ok")) && commit.equals(old.get("commit"));
        } catch (JsonException e) {
            // Not a result of ours: it is written anew.
            return false;
        }
    }

    private void write(LongTest piece, String commit, boolean ok, long seconds) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("piece", piece.name());
        map.put("ok", ok);
        map.put("commit", commit);
        map.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        map.put("seconds", seconds);
        map.put("command", "mvn -Plong " + String.join(" ", piece.arguments()));
        Files.createDirectories(result(piece).getParent());
        Files.writeString(result(piece), JsonWriter.write(map) + "\n");
    }

    /** The commit, with {@code +} behind it if files differ from it. */
    private String commit() throws IOException, InterruptedException {
        String changes = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/results");
        return git("rev-parse", "HEAD") + (changes.isEmpty() ? "" : "+");
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("git " + arguments[0] + " failed; results need a commit to belong to");
        }
        return output;
    }
}
