package org.port17.bench.scale;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.json.JsonException;
import org.port17.launcher.json.JsonReader;
import org.port17.launcher.localnet.ConsoleClient;

/** Builds circuits over nodes part by part, and takes what the nodes need for them. */
final class ScaleBench {
    /** Between a block and the request for the next, where circuits carry data at a fixed rate. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final double[] PARTS = {0, 0.01, 0.1, 0.25, 0.5, 0.75, 1};
    private static final double[] ACTIVE_PARTS = {0.25, 0.5, 0.75, 1};
    private static final Duration REST = Duration.ofSeconds(15);
    private static final Duration PACED = Duration.ofSeconds(15);
    /** Streams open and code is compiled before the clock starts. */
    private static final Duration WARM = Duration.ofSeconds(15);

    /** Nodes rest when they need less than this share of a processor, all together. */
    private static final double CALM = 0.1;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final double NANOS = 1e9;

    private final List<NodeProcess> nodes;
    private final Crowd crowd;
    private final ConsoleClient console;
    private final Progress progress;

    ScaleBench(List<NodeProcess> nodes, Crowd crowd, ConsoleClient console, Progress progress) {
        this.nodes = nodes;
        this.crowd = crowd;
        this.console = console;
        this.progress = progress;
    }

    ScaleResult run(int circuits, int active, int minutes, List<String> java)
            throws LaunchException, InterruptedException, IOException {
        List<ScaleResult.Step> rest = new ArrayList<>();
        for (double part : PARTS) {
            rest.add(rest((int) Math.round(part * circuits)));
        }
        rest.add(rest(circuits + active));
        List<ScaleResult.Load> paced = new ArrayList<>();
        for (double part : ACTIVE_PARTS) {
            paced.add(load((int) Math.round(part * active), PAUSE, PACED));
        }
        ScaleResult.Load full = load(active, Duration.ZERO, Duration.ofMinutes(minutes));
        return new ScaleResult(nodes.stream().map(NodeProcess::name).toList(), java, rest, paced, full);
    }

    private ScaleResult.Step rest(int circuits) throws LaunchException, InterruptedException {
        try (Quiet quiet = Quiet.take()) {
            long from = System.nanoTime();
            crowd.grow(circuits);
            double seconds = (System.nanoTime() - from) / NANOS;
            settle();
            List<Duration> before = nodes.stream().map(NodeProcess::cpu).toList();
            Thread.sleep(REST.toMillis());
            List<ScaleResult.Sample> samples = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                Duration used = nodes.get(i).cpu().minus(before.get(i));
                double heap = nodes.get(i).heap();
                samples.add(new ScaleResult.Sample(heap, nodes.get(i).rss(), (double) used.toNanos() / REST.toNanos()));
            }
            progress.step(String.format(
                    Locale.ROOT,
                    "%,d circuits stand, the last ones after %.0f s, %d built twice; %s holds %.1f MB on its heap",
                    circuits,
                    seconds,
                    crowd.again(),
                    nodes.get(1).name(),
                    samples.get(1).heap() / ScaleResult.MB));
            return new ScaleResult.Step(circuits, samples);
        }
    }

    /** Waits until the last ratchet steps are made and what was left compiles no more. */
    private void settle() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Duration step = Duration.ofSeconds(3);
        Duration used = all();
        do {
            Thread.sleep(step.toMillis());
            Duration now = all();
            if ((double) now.minus(used).toNanos() / step.toNanos() < CALM) {
                return;
            }
            used = now;
        } while (System.nanoTime() < end);
    }

    private Duration all() {
        return nodes.stream().map(NodeProcess::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private ScaleResult.Load load(int active, Duration pause, Duration time)
            throws LaunchException, InterruptedException, IOException {
        try (Quiet quiet = Quiet.take()) {
            crowd.load(active, pause);
            Thread.sleep(WARM.toMillis());
            List<Mark> before = marks();
            long blocks = crowd.blocks();
            Thread.sleep(time.toMillis());
            List<Mark> after = marks();
            double seconds = (after.get(0).nanos() - before.get(0).nanos()) / NANOS;
            double rate = (crowd.blocks() - blocks) / seconds;
            int failed = crowd.rest();
            List<ScaleResult.Share> shares = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                shares.add(before.get(i).until(after.get(i), nodes.get(i)));
            }
            progress.step(String.format(
                    Locale.ROOT,
                    "%,d active circuits bring %.1f MB/s, %d failed; %s needs %.0f %% of a processor",
                    active,
                    rate * BlockOrigin.BLOCK / 1e6,
                    failed,
                    nodes.get(1).name(),
                    shares.get(1).cpu() * 100));
            return new ScaleResult.Load(active, failed, seconds, rate, shares);
        }
    }

    private List<Mark> marks() throws LaunchException, IOException {
        List<Mark> marks = new ArrayList<>();
        for (NodeProcess node : nodes) {
            marks.add(new Mark(System.nanoTime(), node.cpu(), cells(node), Pauses.end(node.pauses())));
        }
        return marks;
    }

    private long cells(NodeProcess node) throws LaunchException {
        try {
            ConsoleClient.Answer answer = console.ask(node.instance(), "port17:relay --json", COMMAND);
            if (JsonReader.object(answer.output().strip()).get("relay") instanceof List<?> relays
                    && relays.get(0) instanceof Map<?, ?> relay
                    && relay.get("cellsForwarded") instanceof Long cells) {
                return cells;
            }
            throw new IOException("no cells in " + answer.output());
        } catch (IOException | JsonException e) {
            throw LaunchException.failed(node.name() + " does not say how many cells it passed", e);
        }
    }

    /** A node at one moment. */
    private record Mark(long nanos, Duration cpu, long cells, long log) {
        ScaleResult.Share until(Mark later, NodeProcess node) throws IOException {
            double seconds = (later.nanos - nanos) / NANOS;
            return new ScaleResult.Share(
                    later.cpu.minus(cpu).toNanos() / NANOS / seconds,
                    (later.cells - cells) / seconds,
                    Pauses.between(node.pauses(), log, later.log));
        }
    }
}
