package org.port17.launcher.bench;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.demo.SocksTunnel;
import org.port17.launcher.localnet.NetRecord;

/**
 * Applications that each want a new connection from the moment of a kill on, and try again until they have one. An
 * application is a SOCKS user name of its own, so that none rides on another one's circuit.
 */
final class HealBench {
    private static final double SHARE = 0.3;
    /** An application that hears nothing for so long tries again. */
    private static final int PATIENCE_MILLIS = 5_000;

    private static final long PAUSE_MILLIS = 20;
    private static final Duration NEVER = Duration.ofSeconds(60);
    private static final double NANOS_PER_MILLI = 1e6;

    private final NetRecord net;
    private final HostPort origin;
    private final HostPort socks;
    private final Progress progress;
    private final Random random = new SecureRandom();
    private final List<NetRecord.Member> alive;

    HealBench(NetRecord net, HostPort origin, Progress progress) throws LaunchException {
        this.net = net;
        this.origin = origin;
        this.socks = HostPort.parse("socks", net.socks());
        this.progress = progress;
        this.alive = new ArrayList<>(
                net.members().stream().filter(m -> !m.instance().isClient()).toList());
    }

    /**
     * How one application fared.
     *
     * @param millis from the kill to the first byte of an answer
     * @param tries connections that it took
     */
    private record Healed(double millis, int tries) {}

    Map<String, Object> run(int kills, int applications) throws LaunchException, InterruptedException {
        List<Healed> all = new ArrayList<>();
        List<Healed> before = new ArrayList<>();
        int nodes = alive.size();
        ExecutorService threads = Executors.newFixedThreadPool(applications);
        try {
            for (int kill = 1; kill <= kills; kill++) {
                // All of them once while all is well: what is measured later is not the first use of anything.
                before.addAll(together(threads, "before-" + kill, applications, System.nanoTime()));
                List<NetRecord.Member> victims = victims();
                long at = System.nanoTime();
                victims.forEach(victim -> victim.process().kill());
                all.addAll(together(threads, "after-" + kill, applications, at));
                progress.step(victims.size() + " of " + (alive.size() + victims.size()) + " nodes were ended, and all "
                        + applications + " applications got through");
            }
        } finally {
            threads.shutdownNow();
        }
        return result(nodes, kills, before, all);
    }

    /** Whoever hosts the authority lives: what it does when it dies is another question. */
    private List<NetRecord.Member> victims() {
        List<NetRecord.Member> mortal = new ArrayList<>(
                alive.stream().filter(m -> !m.instance().isAuthority()).toList());
        Collections.shuffle(mortal, random);
        List<NetRecord.Member> victims = mortal.subList(0, (int) Math.ceil(alive.size() * SHARE));
        alive.removeAll(victims);
        return victims;
    }

    private List<Healed> together(ExecutorService threads, String name, int applications, long since)
            throws LaunchException, InterruptedException {
        List<Callable<Healed>> each = new ArrayList<>();
        for (int i = 0; i < applications; i++) {
            String application = name + "-" + i;
            each.add(() -> connect(application, since));
        }
        List<Healed> healed = new ArrayList<>();
        for (Future<Healed> one : threads.invokeAll(each)) {
            try {
                healed.add(one.get());
            } catch (ExecutionException e) {
                throw LaunchException.failed("an application got no connection within " + NEVER.toSeconds() + " s", e);
            }
        }
        return healed;
    }

    private Healed connect(String application, long since) throws IOException, InterruptedException {
        IOException last = null;
        for (int tries = 1; System.nanoTime() - since < NEVER.toNanos(); tries++) {
            try (Socket socket = SocksTunnel.open(socks, application, origin, PATIENCE_MILLIS)) {
                socket.getOutputStream()
                        .write(("GET / HTTP/1.1\r\nHost: " + origin.text() + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                if (socket.getInputStream().read() >= 0) {
                    return new Healed((System.nanoTime() - since) / NANOS_PER_MILLI, tries);
                }
                last = new IOException("no answer");
            } catch (IOException e) {
                last = e;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new IOException("never", last);
    }

    private Map<String, Object> result(int nodes, int kills, List<Healed> before, List<Healed> all) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ok", true);
        result.put("nodes", nodes);
        result.put("kills", kills);
        result.put("left", alive.size());
        result.put("samples", all.size());
        result.put("before_ms_p50", quantile(before, 0.5));
        result.put("before_ms_p95", quantile(before, 0.95));
        result.put("heal_ms_p50", quantile(all, 0.5));
        result.put("heal_ms_p95", quantile(all, 0.95));
        result.put("heal_ms_max", quantile(all, 1));
        result.put("tries_max", all.stream().mapToInt(Healed::tries).max().orElse(0));
        return result;
    }

    private static double quantile(List<Healed> values, double q) {
        double[] sorted = values.stream().mapToDouble(Healed::millis).sorted().toArray();
        int at = (int) Math.ceil(q * sorted.length) - 1;
        return Math.round(sorted[Math.max(0, at)] * 10) / 10.0;
    }
}
