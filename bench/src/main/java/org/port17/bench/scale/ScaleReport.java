package org.port17.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.port17.launcher.json.JsonWriter;
import org.port17.sim.report.Axis;
import org.port17.sim.report.Plot;

/** A result as a folder: tables, JSON and charts with the points and their lines. */
final class ScaleReport {
    private final ScaleResult result;

    ScaleReport(ScaleResult result) {
        this.result = result;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("result.md"), result.text());
        Files.writeString(folder.resolve("result.json"), JsonWriter.write(result.json()) + "\n");
        chart(folder, "heap", "Heap after a forced collection, MB", s -> s.heap() / ScaleResult.MB);
        chart(folder, "rss", "Resident memory, MB", s -> s.rss() / ScaleResult.MB);
        chart(folder, "idle-cpu", "Processor time at rest, % of one", s -> s.cpu() * 100);
        double[] active =
                result.paced().stream().mapToDouble(ScaleResult.Load::active).toArray();
        Plot plot = plot(
                "Processor time under a fixed rate, % of one",
                "active circuits",
                active,
                node -> result.paced().stream()
                        .mapToDouble(load -> load.shares().get(node).cpu() * 100)
                        .toArray());
        Files.writeString(folder.resolve("active-cpu.svg"), plot.svg());
    }

    private void chart(Path folder, String file, String title, ToDoubleFunction<ScaleResult.Sample> of)
            throws IOException {
        double[] circuits =
                result.rest().stream().mapToDouble(ScaleResult.Step::circuits).toArray();
        Plot plot = plot(
                title,
                "circuits",
                circuits,
                node -> result.rest().stream()
                        .mapToDouble(step -> of.applyAsDouble(step.samples().get(node)))
                        .toArray());
        Files.writeString(folder.resolve(file + ".svg"), plot.svg());
    }

    private interface Values {
        double[] of(int node);
    }

    /** Every node's points, and the line through them. */
    private Plot plot(String title, String label, double[] x, Values values) {
        double right = x[x.length - 1];
        double largest = 0;
        for (int i = 0; i < result.nodes().size(); i++) {
            for (double value : values.of(i)) {
                largest = Math.max(largest, value);
            }
        }
        Plot plot = new Plot(title, Axis.upTo(label, right), Axis.upTo(title, largest));
        List<String> places = List.of("entry", "middle", "exit");
        for (int i = 0; i < result.nodes().size(); i++) {
            double[] y = values.of(i);
            Line line = Line.through(x, y);
            plot.line(places.get(i), x, y, true);
            plot.line(
                    places.get(i) + ", line",
                    new double[] {0, right},
                    new double[] {Math.max(0, line.offset()), Math.max(0, line.at(right))},
                    false);
        }
        return plot;
    }
}
