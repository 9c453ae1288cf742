package org.port17.launcher.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.localnet.ConsoleClient;
import org.port17.launcher.localnet.Distribution;
import org.port17.launcher.localnet.Localnet;
import org.port17.launcher.localnet.NetRecord;
import org.port17.launcher.localnet.NetRequest;

/** A download through a fresh network, from content that was made for it to the proof of its way. */
public final class Demo implements Performance {
    private final Path folder;
    private final Progress progress;
    private final Localnet localnet;
    private final NetRequest wanted;
    private final Distribution distribution;
    private final long bytes;
    private final AtomicReference<NetRecord> net = new AtomicReference<>();
    private final CompletableFuture<OptionalLong> visitor = new CompletableFuture<>();
    private RandomContent content;
    private Origin origin;

    /** What the demo measured and proved. */
    public record Result(
            long bytes, List<Hop> hops, double ttfbMillis, double megabytesPerSecond, NetRecord net, String curl)
            implements Outcome {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("ok", true);
            map.put("bytes", bytes);
            map.put("sha256_ok", true);
            map.put("hops", hops.stream().map(Hop::json).toList());
            map.put("ttfb_ms", ttfbMillis);
            map.put("mb_per_s", megabytesPerSecond);
            map.put("socks", net.socks());
            map.put("origin_saw_exit", true);
            return map;
        }

        @Override
        public void print(PrintStream out) {
            out.printf(Locale.ROOT, "%n  %-6s %-10s %-8s %-40s %s%n", "node", "owner", "country", "suite", "pid");
            for (Hop hop : hops) {
                out.printf(
                        Locale.ROOT,
                        "  %-6s %-10s %-8s %-40s %d%n",
                        hop.node(),
                        hop.owner(),
                        hop.country(),
                        hop.suite(),
                        hop.pid());
            }
            out.printf(
                    Locale.ROOT,
                    "%n  SHA-256 is right, the origin saw the exit (%s) only%n",
                    hops.get(hops.size() - 1).node());
            out.printf(Locale.ROOT, "  first byte after %.1f ms, %.1f MB/s%n", ttfbMillis, megabytesPerSecond);
            out.printf(Locale.ROOT, "  SOCKS5 %s, HTTP proxy %s%n%n  %s%n%n", net.socks(), net.http(), curl);
        }
    }

    /**
     * @param folder an empty folder of the demo's own
     * @param wanted the network; its folder and allowed targets are the demo's own
     * @param bytes how much to download
     */
    public Demo(Path folder, Progress progress, NetRequest wanted, Distribution distribution, long bytes) {
        this.folder = folder;
        this.wanted = wanted;
        this.distribution = distribution;
        this.bytes = bytes;
        this.progress = progress;
        this.localnet = new Localnet(folder.resolve("net"), progress);
    }

    @Override
    public Localnet localnet() {
        return localnet;
    }

    /** Makes content, starts the network, downloads, checks. Every failure says what to do. */
    @Override
    public Result perform() throws LaunchException, InterruptedException {
        try {
            progress.step("making " + (bytes >> 20) + " MiB of random content");
            content = RandomContent.make(folder.resolve("content"), bytes);
            origin = Origin.start(content, this::visited);
        } catch (IOException e) {
            throw LaunchException.failed(
                    "the origin cannot be started (" + e.getMessage() + "): make room in " + folder.getParent(), e);
        }
        HostPort target = new HostPort("127.0.0.1", origin.port());
        NetRequest request = new NetRequest(
                localnet.layout().dir(),
                wanted.nodes(),
                wanted.socks(),
                wanted.http(),
                List.of(target),
                wanted.transport(),
                wanted.compact());
        progress.step("starting " + request.nodes() + " nodes and a client");
        net.set(localnet.up(request, distribution));
        progress.step("downloading through the SOCKS port " + net.get().socks());
        SocksDownload download = download(target);
        progress.step(String.format(Locale.ROOT, "%d bytes in %.2f s", download.bytes(), download.seconds()));
        List<Hop> hops = prove(download);
        String curl = "curl --socks5-hostname " + net.get().socks() + " http://" + target.text()
                + "/random/1000000 -o /dev/null";
        return new Result(
                download.bytes(), hops, download.ttfbMillis(), download.megabytesPerSecond(), net.get(), curl);
    }

    private SocksDownload download(HostPort target) throws LaunchException {
        try {
            HostPort proxy = HostPort.parse("socks", net.get().socks());
            SocksDownload download = SocksDownload.fetch(proxy, target, "/random/" + bytes);
            if (download.bytes() != bytes || !MessageDigest.isEqual(download.sha256(), content.sha256())) {
                throw LaunchException.failed("the download arrived damaged (" + download.bytes() + " of " + bytes
                        + " bytes): please report this with the output of ./port17 doctor");
            }
            return download;
        } catch (IOException e) {
            throw LaunchException.failed(
                    "the download failed (" + e.getMessage()
                            + "): run it again, and report it with the output of ./port17 doctor if it stays",
                    e);
        }
    }

    private List<Hop> prove(SocksDownload download) throws LaunchException {
        try (ConsoleClient console = new ConsoleClient(localnet.layout(), "viewer")) {
            List<Hop> hops = new RouteProof(console, net.get()).hops(download.bytes());
            long exit = hops.get(hops.size() - 1).pid();
            if (visitor.getNow(OptionalLong.empty()).orElse(-1) != exit) {
                throw LaunchException.failed(
                        "the connection that the origin saw did not come from the exit: please report"
                                + " this with the output of ./port17 doctor");
            }
            return hops;
        }
    }

    /** Asks at once, while the connection is open; off the path of the bytes. */
    private void visited(InetSocketAddress peer) {
        NetRecord running = net.get();
        if (running == null || visitor.isDone()) {
            return;
        }
        int port = origin.port();
        visitor.completeAsync(() -> {
            try {
                return SocketOwner.find(
                        peer.getPort(),
                        port,
                        running.members().stream().map(m -> m.process().pid()).toList());
            } catch (IOException e) {
                return OptionalLong.empty();
            }
        });
    }

    /** Closes the origin. The network is {@link Localnet#down}'s. */
    @Override
    public void close() throws IOException {
        if (origin != null) {
            origin.close();
        }
        if (content != null) {
            content.close();
        }
    }
}
