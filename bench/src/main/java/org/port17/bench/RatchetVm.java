package org.port17.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link RatchetRun} in a virtual machine of its own, seen from the one that orders it about. */
final class RatchetVm implements AutoCloseable {
    /** Before the clock starts, so that everything was compiled with all it does: circuits come and go... */
    private static final int WARM_CIRCUITS = 40;

    private static final long WARM_BYTES = 5_000_000;

    /** ...one is asked for little very often, since what serves a socket is called once for many cells... */
    private static final int WARM_REQUESTS = 4_000;

    private static final long WARM_REQUEST = 20_000;

    /** ...and brings more than an epoch may protect. */
    private static final long WARM_EPOCH = 1_000_000_000;

    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter orders;
    private final int socks;
    private Outside.Visit visit;
    private int applications;

    /** What a run used so far, see {@link RatchetRun}. */
    record State(long cpuNanos, long compilerMillis, long steps) {}

    RatchetVm(String form, String suite, boolean ratchet, Outside outside) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // What the product's start sets, where it can matter: karaf-assembly/src/main/resources/bin/instance.args.
        List<String> command = new ArrayList<>(List.of(java, "-Xmx256m", "-XX:ReservedCodeCacheSize=96m"));
        command.addAll(List.of("-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RatchetRun.class.getName()));
        command.addAll(List.of(form, suite, ratchet ? "on" : "off", Integer.toString(outside.originPort())));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = process.inputReader(StandardCharsets.US_ASCII);
        orders = process.outputWriter(StandardCharsets.US_ASCII);
        socks = Integer.parseInt(hear().split(" ")[1]);
    }

    private String hear() throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new IOException("a run ended early; what it said is above");
        }
        return line;
    }

    private String ask(String order) throws IOException {
        orders.write(order);
        orders.newLine();
        orders.flush();
        return hear();
    }

    void warmUp() throws IOException {
        for (int i = 0; i < WARM_CIRCUITS; i++) {
            circuit();
            bring(WARM_BYTES);
        }
        circuit();
        for (int i = 0; i < WARM_REQUESTS; i++) {
            bring(WARM_REQUEST);
        }
        bring(WARM_EPOCH);
    }

    /** A new one instead of the last. */
    void circuit() throws IOException {
        if (socks == 0) {
            ask(RatchetRun.CIRCUIT);
            return;
        }
        if (visit != null) {
            visit.close();
        }
        visit = new Outside.Visit(socks, "application " + ++applications);
    }

    /** So many more over this circuit. */
    void bring(long bytes) throws IOException {
        if (socks == 0) {
            ask(RatchetRun.BRING + " " + bytes);
        } else {
            visit.bring(bytes);
        }
    }

    State state() throws IOException {
        String[] words = ask(RatchetRun.STATE).split(" ");
        return new State(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    /** Does not wait for it to end by itself, with its input. */
    @Override
    public void close() throws IOException {
        process.destroy();
        if (visit != null) {
            visit.close();
        }
    }
}
