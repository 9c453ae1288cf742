package org.port17.launcher.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.localnet.ConsoleClient;
import org.port17.launcher.localnet.Instance;
import org.port17.launcher.localnet.NetRecord;

/**
 * The longest silence in a running download within a second of a switch of suites, beside the same within a second of a
 * console command that changes nothing: whatever the console costs is in both.
 */
final class SwitchBench {
    private static final String[] SUITES = {
        "P17_XWING_AES256GCM_SHA256_ED25519", "P17_XWING_CHACHA20POLY1305_SHA256_ED25519"
    };
    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final long WINDOW = Duration.ofSeconds(1).toNanos();
    private static final int BLOCK = 32 * 1024;
    private static final long PAUSE = 1_000_000;

    private final NetRecord net;
    private final ConsoleClient console;
    private final Progress progress;
    private final Gaps gaps = new Gaps();
    private final AtomicLong bytes = new AtomicLong();

    SwitchBench(NetRecord net, ConsoleClient console, Progress progress) {
        this.net = net;
        this.console = console;
        this.progress = progress;
    }

    /** An origin that sends without end, some 30 MB/s; closes with the returned socket. */
    static ServerSocket origin() throws IOException {
        ServerSocket server = new ServerSocket(0, 16, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(() -> serve(server), "origin");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void serve(ServerSocket server) {
        byte[] block = new byte[BLOCK];
        new Random(1).nextBytes(block);
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            while (!server.isClosed()) {
                out.write(block);
                LockSupport.parkNanos(PAUSE);
            }
        } catch (IOException e) {
            // The bench is over and closed one of the sockets.
        }
    }

    /** Runs {@code rounds} switches and as many commands that change nothing, in turns. */
    Map<String, Object> run(HostPort origin, int rounds) throws LaunchException, InterruptedException {
        HostPort socks = HostPort.parse("socks", net.socks());
        Instance client = net.member("client").orElseThrow().instance();
        Proxy proxy = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(socks.host(), socks.port()));
        try (Socket socket = new Socket(proxy)) {
            socket.connect(InetSocketAddress.createUnresolved(origin.host(), origin.port()));
            Thread reader = new Thread(() -> read(socket), "reader");
            reader.setDaemon(true);
            reader.start();
            Thread.sleep(5_000);
            List<Double> switches = new ArrayList<>();
            List<Double> elsewhere = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                String swap = "port17:swap suite " + SUITES[i % 2] + " " + SUITES[(i + 1) % 2];
                switches.add(around(client, swap));
                elsewhere.add(around(client, "port17:status"));
                progress.step((i + 1) + " of " + rounds + " switches: " + Math.round(switches.get(i))
                        + " ms, elsewhere " + Math.round(elsewhere.get(i)) + " ms");
            }
            return result(rounds, switches, elsewhere);
        } catch (IOException e) {
            throw LaunchException.failed("the download or the console broke off (" + e.getMessage() + ")", e);
        }
    }

    private void read(Socket socket) {
        byte[] buffer = new byte[BLOCK];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                gaps.arrived(System.nanoTime());
                bytes.addAndGet(n);
            }
        } catch (IOException e) {
            // The bench closed the socket; what is missing shows in the count.
        }
    }

    /** The longest gap from the command on to a second after it. */
    private double around(Instance client, String command) throws IOException, InterruptedException {
        long from = System.nanoTime();
        ConsoleClient.Answer answer = console.ask(client, command, COMMAND);
        if (answer.exitCode() != 0) {
            throw new IOException(command + ": " + answer.output());
        }
        long to = System.nanoTime() + WINDOW;
        Thread.sleep(Duration.ofNanos(WINDOW).plusMillis(500).toMillis());
        return gaps.longest(from, to);
    }

    private Map<String, Object> result(int rounds, List<Double> switches, List<Double> elsewhere) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ok", true);
        result.put("switches", rounds);
        result.put("bytes", bytes.get());
        result.put("gap_ms_switch_p50", quantile(switches, 0.5));
        result.put("gap_ms_switch_p99", quantile(switches, 0.99));
        result.put("gap_ms_switch_max", quantile(switches, 1));
        result.put("gap_ms_elsewhere_p50", quantile(elsewhere, 0.5));
        result.put("gap_ms_elsewhere_p99", quantile(elsewhere, 0.99));
        result.put("gap_ms_elsewhere_max", quantile(elsewhere, 1));
        return result;
    }

    private static double quantile(List<Double> values, double q) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int at = (int) Math.ceil(q * sorted.length) - 1;
        return Math.round(sorted[Math.max(0, at)] * 100) / 100.0;
    }
}
