package org.port17.launcher.localnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.json.JsonException;
import org.port17.launcher.json.JsonReader;

/**
 * Brings the instances of a network up, as many at a time as the machine has processors, since a booting JVM keeps one
 * busy; then waits until each calls itself ready.
 */
final class Boot {
    private static final long POLL_MILLIS = 100;
    private static final long STATUS_EVERY_MILLIS = 400;
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(10);
    /** Since the last good news of any instance. A busy machine is slow, but not silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final int ATTEMPTS = 2;
    private static final int HINT_MAX = 400;

    private final NetLayout layout;
    private final Progress progress;
    private final Map<String, Booting> states = new LinkedHashMap<>();
    private final Starter starter;
    private final OnStart onStart;
    private long newsAt;
    private boolean cancelled;

    /** Told after every start of a process, so that nothing is lost when the launcher is killed. */
    interface OnStart {
        void started(List<NetRecord.Member> members) throws IOException;
    }

    Boot(NetLayout layout, List<Instance> instances, Starter starter, OnStart onStart, Progress progress) {
        this.layout = layout;
        this.starter = starter;
        this.onStart = onStart;
        this.progress = progress;
        instances.forEach(instance -> states.put(instance.name(), new Booting(instance)));
    }

    /** Returns when all are ready; otherwise throws with what is missing. */
    void run(ConsoleClient console) throws LaunchException, IOException, InterruptedException {
        newsAt = now();
        int width = Math.max(2, Runtime.getRuntime().availableProcessors());
        while (states.values().stream().anyMatch(s -> !s.ready)) {
            if (now() - newsAt > PATIENCE.toMillis()) {
                throw late();
            }
            startNext(width);
            for (Booting state : states.values()) {
                if (state.isUnderWay()) {
                    look(state, console);
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void startNext(int width) throws LaunchException, IOException, InterruptedException {
        long booting = states.values().stream()
                .filter(s -> s.attempts > 0 && !s.console)
                .count();
        for (Booting state : states.values()) {
            if (state.attempts == 0 && booting < width) {
                start(state);
                booting++;
            }
        }
    }

    /** From here on no process is started any more; {@link #members} is final. */
    synchronized void cancel() {
        cancelled = true;
    }

    private synchronized void start(Booting state) throws LaunchException, IOException, InterruptedException {
        if (cancelled) {
            throw LaunchException.failed("interrupted: run it again");
        }
        state.start(starter.start(state.instance), now());
        onStart.started(members());
    }

    private void look(Booting state, ConsoleClient console) throws LaunchException, IOException, InterruptedException {
        if (!state.process.isAlive()) {
            throw LaunchException.failed(state.instance.name() + " ended while it started: " + reason(state));
        }
        if (!state.console) {
            if (Ports.isOpen("127.0.0.1", state.instance.ports().ssh())) {
                state.console = true;
                state.waiting = "its listener";
                newsAt = now();
            } else if (state.hangs(now())) {
                again(state);
            }
            return;
        }
        if (now() - state.askedAt < STATUS_EVERY_MILLIS || !listens(state.instance)) {
            return;
        }
        try {
            ConsoleClient.Answer answer = console.ask(state.instance, "port17:status --json", STATUS_TIMEOUT);
            state.waiting = "its commands";
            if (answer.exitCode() == 0) {
                Map<String, Object> status = JsonReader.object(answer.output().strip());
                state.waiting = String.valueOf(status.get("waiting"));
                state.ready = Boolean.TRUE.equals(status.get("ready"));
            }
        } catch (IOException | JsonException e) {
            // Consoles refuse logins and commands while their bundles start; the deadline bounds how often.
            state.waiting = "its console";
        }
        state.askedAt = now();
        if (state.ready) {
            newsAt = now();
            long done = states.values().stream().filter(s -> s.ready).count();
            progress.step(state.instance.name() + " is ready (" + done + " of " + states.size() + ")");
        }
    }

    /** Asking a console costs its process a login; a connection attempt says cheaply that it is too early. */
    private static boolean listens(Instance instance) {
        return instance.isClient()
                || Ports.isOpen(instance.address(), instance.ports().tcp());
    }

    private void again(Booting state) throws LaunchException, IOException, InterruptedException {
        if (state.attempts >= ATTEMPTS || !starter.again()) {
            throw LaunchException.failed(state.instance.name() + " does not open its console: " + reason(state));
        }
        progress.step(state.instance.name() + " hangs; it is started once more");
        state.process.kill();
        Path cache = layout.data(state.instance.name()).resolve("cache");
        while (state.process.isAlive()) {
            Thread.sleep(POLL_MILLIS);
        }
        PrivateFolder.delete(cache);
        start(state);
    }

    List<NetRecord.Member> members() {
        List<NetRecord.Member> members = new ArrayList<>();
        states.values().forEach(s -> members.add(new NetRecord.Member(s.instance, s.process)));
        return members;
    }

    private LaunchException late() {
        Booting state =
                states.values().stream().filter(s -> !s.ready).findFirst().orElseThrow();
        return LaunchException.failed("nothing has moved for " + PATIENCE.toSeconds() + " s, since "
                + state.instance.name() + " waits for " + state.waiting + ": " + reason(state));
    }

    /** The last line that looks like a cause, and where the rest stands. */
    private String reason(Booting state) {
        Path log = layout.log(state.instance.name());
        for (Path file : List.of(log, layout.output(state.instance.name()))) {
            try (Stream<String> lines = Files.lines(file)) {
                // The innermost cause is printed last; an error line alone says less.
                List<String> hints = lines.filter(Boot::looksLikeCause).toList();
                List<String> causes = hints.stream()
                        .filter(line -> line.startsWith("Caused by:"))
                        .toList();
                if (!hints.isEmpty()) {
                    String hint =
                            (causes.isEmpty() ? hints : causes).get((causes.isEmpty() ? hints : causes).size() - 1);
                    return hint.substring(0, Math.min(HINT_MAX, hint.length())).strip() + " (" + file + ")";
                }
            } catch (IOException | UncheckedIOException e) {
                // A file that is not there has nothing to say.
                continue;
            }
        }
        return "see " + log;
    }

    private static boolean looksLikeCause(String line) {
        return line.contains("| ERROR |") || line.contains("Caused by:") || line.startsWith("Error");
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
