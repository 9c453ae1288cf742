package org.port17.launcher.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.json.JsonException;
import org.port17.launcher.json.JsonReader;
import org.port17.launcher.localnet.ConsoleClient;
import org.port17.launcher.localnet.NetRecord;

/** Waits until every process of a network has played its suites through, as one that runs for some minutes has. */
public final class Rehearsed {
    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration EVERY = Duration.ofSeconds(3);

    private Rehearsed() {}

    /** @throws LaunchException if a process says nothing of it, or is not through in time */
    public static void await(NetRecord net, ConsoleClient console, Progress progress)
            throws LaunchException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (NetRecord.Member member : net.members()) {
            String name = member.instance().name();
            while (!through(member, console)) {
                if (System.nanoTime() > end) {
                    throw LaunchException.failed(
                            name + " has not rehearsed its suites within " + PATIENCE.toMinutes() + " minutes");
                }
                Thread.sleep(EVERY.toMillis());
            }
            progress.step(name + " has rehearsed its suites");
        }
    }

    private static boolean through(NetRecord.Member member, ConsoleClient console) throws LaunchException {
        try {
            ConsoleClient.Answer answer = console.ask(member.instance(), "port17:status --json", COMMAND);
            if (answer.exitCode() == 0
                    && JsonReader.object(answer.output().strip()).get("rehearsal") instanceof Map<?, ?> rehearsal) {
                return rehearsal.get("played").equals(rehearsal.get("suites"));
            }
        } catch (IOException | JsonException e) {
            throw LaunchException.failed(member.instance().name() + " did not answer on its console", e);
        }
        throw LaunchException.failed(member.instance().name() + " does not say how far its rehearsal is");
    }
}
