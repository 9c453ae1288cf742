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
 * application is a SOCKS user name of its own, so that none rides on another one's circuit; each has one that stands when the
 * nodes go.
 */
final class HealBench {
    private static final double SHARE = 0.3;
    /** Below that many of them there may be no route at all, or one and no other. */
    private static final int TRUSTED_EXITS = 2;

    private static final int OWNERS = 4;
    private static final int DRAWS = 1_000;

    /** An application that hears nothing for so long tries again. */
    private static final int PATIENCE_MILLIS = 5_000;

    private static final long PAUSE_MILLIS = 20;
    private static final Duration NEVER = Duration.ofSeconds(60);
    private static final double NANOS_PER_MILLI = 1e6;

    private final NetRecord net;
    private final HostPort origin;
    private final HostPort socks;
    private final Progress progress;
    private final boolean silent;
    private final Random random = new SecureRandom();
    private final List<NetRecord.Member> alive;

    /** @param silent whether nodes stop to answer, instead of ending as a process does */
    HealBench(NetRecord net, HostPort origin, Progress progress, boolean silent) throws LaunchException {
        this.silent = silent;
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
        List<NetRecord.Member> stopped = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(applications);
        try {
            for (int kill = 1; kill <= kills; kill++) {
                // All of them once while all is well, so that each has a route that stands.
                before.addAll(together(threads, applications, System.nanoTime()));
                List<NetRecord.Member> victims = victims();
                long at = System.nanoTime();
                for (NetRecord.Member victim : victims) {
                    if (silent) {
                        stopped.add(victim);
                        victim.process().pause();
                    } else {
                        victim.process().kill();
                    }
                }
                List<Healed> healed = together(threads, applications, at);
                all.addAll(healed);
                progress.step(victims.size() + " of " + (alive.size() + victims.size()) + " nodes "
                        + (silent ? "fell silent" : "were ended") + ", and all " + applications
                        + " applications got through, half within " + quantile(healed, 0.5) + " ms, 95 % within "
                        + quantile(healed, 0.95) + " ms");
            }
        } finally {
            threads.shutdownNow();
            stopped.forEach(member -> member.process().kill());
        }
        return result(nodes, kills, before, all);
    }

    /**
     * Whoever hosts the authority lives: what it does when it dies is another question. So is what becomes of a network that has
     * no route left, so others are drawn then.
     */
    private List<NetRecord.Member> victims() throws LaunchException {
        List<NetRecord.Member> mortal = new ArrayList<>(
                alive.stream().filter(m -> !m.instance().isAuthority()).toList());
        for (int i = 0; i < DRAWS; i++) {
            Collections.shuffle(mortal, random);
            List<NetRecord.Member> victims = List.copyOf(mortal.subList(0, (int) Math.ceil(alive.size() * SHARE)));
            List<NetRecord.Member> left = new ArrayList<>(alive);
            left.removeAll(victims);
            if (isNetwork(left)) {
                alive.removeAll(victims);
                return victims;
            }
        }
        throw LaunchException.failed("too few nodes would be left to make routes: more --nodes or fewer --kills");
    }

    private static boolean isNetwork(List<NetRecord.Member> left) {
        long exits = left.stream()
                .map(NetRecord.Member::instance)
                .filter(instance -> instance.trusted() && instance.isExit())
                .count();
        long owners = left.stream().map(m -> m.instance().owner()).distinct().count();
        return exits >= TRUSTED_EXITS && owners >= OWNERS;
    }

    private List<Healed> together(ExecutorService threads, int applications, long since)
            throws LaunchException, InterruptedException {
        List<Callable<Healed>> each = new ArrayList<>();
        for (int i = 0; i < applications; i++) {
            String application = "application-" + i;
            each.add(() -> connect(application, since));
        }
        List<Healed> healed = new ArrayList<>();
        for (Future<Healed> one : threads.invokeAll(each)) {
            try {
                healed.add(one.get());
            } catch (ExecutionException e) {
                Throwable last = e.getCause();
                throw LaunchException.failed(
                        "an application got no connection within " + NEVER.toSeconds() + " s (" + last.getMessage()
                                + ")",
                        e);
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
        throw new IOException("last: " + (last == null ? "nothing was tried" : last.getMessage()), last);
    }

    private Map<String, Object> result(int nodes, int kills, List<Healed> before, List<Healed> all) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ok", true);
        result.put("nodes", nodes);
        result.put("kills", kills);
        result.put("silent", silent);
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
