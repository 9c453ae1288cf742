package org.port17.bench.scale;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What came out.
 *
 * @param nodes names of the nodes, entry first
 * @param java options of their virtual machines beside those that ship
 * @param rest by number of circuits that rest
 * @param paced by number of circuits that carry one block every {@link ScaleBench#PAUSE}
 * @param full under full load
 */
record ScaleResult(List<String> nodes, List<String> java, List<Step> rest, List<Load> paced, Load full) {
    static final double MB = 1024 * 1024;
    private static final double KB = 1024;
    private static final double MICROS = 1e6;

    /** One node at rest: bytes, and seconds of processor time a second. */
    record Sample(double heap, double rss, double cpu) {}

    /** @param samples by node, in the order of the route */
    record Step(int circuits, List<Sample> samples) {}

    /** One node under load: processor seconds a second, cells it passed a second, its pauses in that time. */
    record Share(double cpu, double cells, Pauses pauses) {}

    /**
     * @param failed streams that ended early
     * @param blocks a second that came to the clients
     */
    record Load(int active, int failed, double seconds, double blocks, List<Share> shares) {}

    Line line(int node, ToDoubleFunction<Sample> of) {
        return Line.through(
                rest.stream().mapToDouble(Step::circuits).toArray(),
                rest.stream()
                        .mapToDouble(step -> of.applyAsDouble(step.samples().get(node)))
                        .toArray());
    }

    Line busy(int node) {
        return Line.through(
                paced.stream().mapToDouble(Load::active).toArray(),
                paced.stream()
                        .mapToDouble(load -> load.shares().get(node).cpu())
                        .toArray());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ok", true);
        json.put("java", java);
        List<Object> each = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Map<String, Object> node = new LinkedHashMap<>();
            Line heap = line(i, Sample::heap);
            Line rss = line(i, Sample::rss);
            Line idle = line(i, Sample::cpu);
            Line busy = busy(i);
            Share share = full.shares().get(i);
            node.put("node", nodes.get(i));
            node.put("heap_kb_per_circuit", heap.slope() / KB);
            node.put("heap_r2", heap.r2());
            node.put("heap_worst_mb", heap.worst() / MB);
            node.put("rss_kb_per_circuit", rss.slope() / KB);
            node.put("rss_r2", rss.r2());
            node.put("rss_worst_mb", rss.worst() / MB);
            node.put("idle_cpu_us_per_circuit_s", idle.slope() * MICROS);
            node.put("idle_cpu_r2", idle.r2());
            node.put("active_cpu_us_per_circuit_s", busy.slope() * MICROS);
            node.put("active_cpu_r2", busy.r2());
            node.put("full_cells_s", share.cells());
            node.put("full_cpu_us_per_cell", share.cpu() / share.cells() * MICROS);
            node.put("pauses", share.pauses().millis().size());
            node.put("pause_ms_p50", share.pauses().quantile(0.5));
            node.put("pause_ms_p99", share.pauses().quantile(0.99));
            node.put("pause_ms_p999", share.pauses().quantile(0.999));
            node.put("pause_ms_max", share.pauses().longest());
            each.add(node);
        }
        json.put("nodes", each);
        json.put("full_active", full.active());
        json.put("full_failed", full.failed());
        json.put("full_minutes", full.seconds() / 60);
        json.put("full_mb_s", full.blocks() * BlockOrigin.BLOCK / MICROS);
        json.put("rest", rest.stream().map(this::row).toList());
        json.put("paced", paced.stream().map(this::row).toList());
        return json;
    }

    private Map<String, Object> row(Step step) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("circuits", step.circuits());
        for (int i = 0; i < nodes.size(); i++) {
            Sample sample = step.samples().get(i);
            row.put(nodes.get(i) + "_heap_mb", sample.heap() / MB);
            row.put(nodes.get(i) + "_rss_mb", sample.rss() / MB);
            row.put(nodes.get(i) + "_cpu_percent", sample.cpu() * 100);
        }
        return row;
    }

    private Map<String, Object> row(Load load) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("active", load.active());
        row.put("blocks_s", load.blocks());
        for (int i = 0; i < nodes.size(); i++) {
            row.put(nodes.get(i) + "_cpu_percent", load.shares().get(i).cpu() * 100);
        }
        return row;
    }

    /** For people: one table of what a circuit costs, one of the points, one of the pauses. */
    String text() {
        StringBuilder out = new StringBuilder();
        add(
                out,
                "| a circuit costs | heap, KB | R² | worst, MB | RSS, KB | R² | worst, MB | at rest, µs/s | R² | active, µs/s | R² |");
        add(out, "|---|---|---|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < nodes.size(); i++) {
            Line heap = line(i, Sample::heap);
            Line rss = line(i, Sample::rss);
            Line idle = line(i, Sample::cpu);
            Line busy = busy(i);
            add(
                    out,
                    "| %s | %.2f | %.5f | %.1f | %.2f | %.4f | %.1f | %.2f | %.2f | %.1f | %.3f |",
                    nodes.get(i),
                    heap.slope() / KB,
                    heap.r2(),
                    heap.worst() / MB,
                    rss.slope() / KB,
                    rss.r2(),
                    rss.worst() / MB,
                    idle.slope() * MICROS,
                    idle.r2(),
                    busy.slope() * MICROS,
                    busy.r2());
        }
        add(
                out,
                "%n| circuits at rest | %s |",
                String.join(
                        " | ",
                        nodes.stream().map(n -> n + ": heap MB, RSS MB, CPU %").toList()));
        add(out, "|---%s|", "|---".repeat(nodes.size()));
        for (Step step : rest) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %,d ", step.circuits()));
            for (Sample s : step.samples()) {
                row.append(
                        String.format(Locale.ROOT, "| %.1f, %.0f, %.2f ", s.heap() / MB, s.rss() / MB, s.cpu() * 100));
            }
            out.append(row).append("|\n");
        }
        add(
                out,
                "%n| full load, %,d active, %d failed, %.0f s, %.1f MB/s | CPU %% | cells/s | µs/cell | pauses | p50 | p99 | p99.9 | longest, ms | all, s |",
                full.active(),
                full.failed(),
                full.seconds(),
                full.blocks() * BlockOrigin.BLOCK / MICROS);
        add(out, "|---|---|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < nodes.size(); i++) {
            Share share = full.shares().get(i);
            Pauses pauses = share.pauses();
            add(
                    out,
                    "| %s | %.0f | %,.0f | %.1f | %,d | %.2f | %.2f | %.2f | %.2f | %.1f |",
                    nodes.get(i),
                    share.cpu() * 100,
                    share.cells(),
                    share.cpu() / share.cells() * MICROS,
                    pauses.millis().size(),
                    pauses.quantile(0.5),
                    pauses.quantile(0.99),
                    pauses.quantile(0.999),
                    pauses.longest(),
                    pauses.total() / 1000);
        }
        return out.toString();
    }

    private static void add(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
