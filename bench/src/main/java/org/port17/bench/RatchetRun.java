package org.port17.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;

/**
 * The virtual machine of one run of {@link RatchetShare}: brings bytes over three hops, with the ratchet or with plain
 * keys, and says what that cost. Arguments: form, suite, {@code on} or {@code off}, port of the origin. Says {@code ready}
 * and the port of its SOCKS5 door, 0 if it has none. Then it answers each line of its input with one line:
 *
 * <ul>
 *   <li>{@code circuit}, without sockets only: a new circuit with its links instead of the last one; {@code made}
 *   <li>{@code bring BYTES}, without sockets only: so many more over this circuit; {@code brought}
 *   <li>{@code state}: CPU nanoseconds of this process so far, its compiler and collector included; milliseconds that the
 *       compiler was at work; epoch steps of all ratchets
 * </ul>
 *
 * It ends with its input.
 */
final class RatchetRun {
    /** Cryptography of all ends in one thread. */
    static final String ALONE = "alone";
    /** The product's whole way, over loopback. */
    static final String SOCKETS = "sockets";

    static final String CIRCUIT = "circuit";
    static final String BRING = "bring";
    static final String STATE = "state";

    private final CountedSuite real;
    private final CipherSuite suite;
    private DownloadPath path;

    private RatchetRun(String name, boolean ratchet) {
        real = RatchetBench.made(name);
        suite = ratchet ? real : new PlainKeySuite(real, RatchetBench.bulk(name));
    }

    public static void main(String[] args) throws Exception {
        RatchetRun run = new RatchetRun(args[1], args[2].equals("on"));
        if (args[0].equals(ALONE)) {
            run.serve(0);
            return;
        }
        try (LoopbackNetwork network = new LoopbackNetwork(run.suite, Integer.parseInt(args[3]))) {
            run.serve(network.socks());
        }
    }

    private void serve(int port) throws Exception {
        say("ready " + port);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            say(
                    switch (words[0]) {
                        case CIRCUIT -> circuit();
                        case BRING -> bring(Long.parseLong(words[1]));
                        default -> state();
                    });
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private String circuit() throws Port17Exception {
        if (path != null) {
            path.close();
        }
        path = new DownloadPath(suite);
        return "made";
    }

    private String bring(long bytes) throws Port17Exception {
        for (long left = bytes; left > 0; left -= DownloadPath.CELL) {
            path.cell();
        }
        return "brought";
    }

    private String state() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long compiler = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
        return system.getProcessCpuTime() + " " + compiler + " " + real.steps();
    }
}
