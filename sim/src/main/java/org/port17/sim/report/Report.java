package org.port17.sim.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.port17.sim.Outcome;

/** What a run found, as tables for people and as charts. */
public final class Report {
    /** A column: its head, its figure, its decimals. */
    private record Column(String head, String figure, int digits) {}

    private static final List<Column> SPEED = List.of(
            new Column("RTT p50 / direct", "rtt_ratio_p50", 2),
            new Column("RTT p95 / direct", "rtt_ratio_p95", 2),
            new Column("RTT p50, ms", "rtt_ms_p50", 0),
            new Column("exit to server p50, km", "exit_km_p50", 0),
            new Column("p90, km", "exit_km_p90", 0),
            new Column("same country", "same_country", 3),
            new Column("same AS", "exit_in_destination_as", 3));

    private static final List<Column> REPLICATED = List.of(
            new Column("RTT p50 / direct to nearest", "rtt_ratio_p50_replicated", 1),
            new Column("RTT p95 / direct", "rtt_ratio_p95_replicated", 2),
            new Column("RTT p50, ms", "rtt_ms_p50_replicated", 0),
            new Column("direct p50, ms", "direct_ms_p50_replicated", 0),
            new Column("exit to replica p50, km", "exit_km_p50_replicated", 0));

    private static final List<Column> SAFETY = List.of(
            new Column("exit gain", "placement_gain_exit", 2),
            new Column("guard gain", "placement_gain_guard", 2),
            new Column("exit gain, drawn", "placement_gain_exit_drawn", 2),
            new Column("guard gain, drawn", "placement_gain_guard_drawn", 2),
            new Column("guard knows, bits", "leak_bits_guard", 2),
            new Column("middle, bits", "leak_bits_middle", 2),
            new Column("exit, bits", "leak_bits_exit", 2));

    private static final List<Column> REPEATS = List.of(
            new Column("same owner", "same_owner", 0),
            new Column("same AS", "same_as", 0),
            new Column("same hoster", "same_hoster", 0),
            new Column("no route", "no_route", 0),
            new Column("entry and exit in one country", "entry_exit_same_country", 3));

    private static final List<Column> LOAD = List.of(
            new Column("worst cell / fair share", "load_worst_cell", 2),
            new Column("load over 2.5 x share", "load_over_2_5", 3),
            new Column("prekeys in hand", "prekeys_in_hand", 4),
            new Column("route p50, us", "route_us_p50", 1),
            new Column("route p99, us", "route_us_p99", 1));

    private final Outcome outcome;

    public Report(Outcome outcome) {
        this.outcome = outcome;
    }

    /** All tables, Markdown. */
    public String text() {
        List<Row> rows = new ArrayList<>(outcome.levels());
        rows.addAll(outcome.variants());
        rows.addAll(outcome.baselines());
        var out = new StringBuilder();
        section(out, "Round trips and distances, single servers", table(rows, SPEED));
        section(out, "Replicated destinations, against direct to the nearest replica", table(rows, REPLICATED));
        section(
                out,
                "What an attacker with 0.2 % of capacity gains, and what nodes learn of a client's place",
                table(rows, SAFETY));
        section(out, "Routes that break a rule, of all", table(rows, REPEATS));
        section(out, "Load, prekeys, time", table(rows, LOAD));
        section(out, "Goals", goals());
        section(out, "An attack's cost, EUR a month at 30 EUR for a node", attack());
        section(out, "Nodes that lie about their capacity: a tenth alone, a twentieth in pairs on one line", lies());
        section(out, "The map", map());
        if (!outcome.curve().isEmpty()) {
            section(out, "The trade-off: level 1 under other bounds", curve());
        }
        return out.toString();
    }

    /** Writes {@code tables.md} and the charts. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("tables.md"), text(), StandardCharsets.UTF_8);
        Map<String, Plot> charts = new Charts(outcome).all();
        for (Map.Entry<String, Plot> chart : charts.entrySet()) {
            Files.writeString(
                    folder.resolve(chart.getKey() + ".svg"), chart.getValue().svg(), StandardCharsets.UTF_8);
        }
    }

    private static void section(StringBuilder out, String title, Table table) {
        out.append("## ").append(title).append("\n\n").append(table).append('\n');
    }

    private static Table table(List<Row> rows, List<Column> columns) {
        List<String> heads = new ArrayList<>(List.of(""));
        columns.forEach(column -> heads.add(column.head()));
        var table = new Table(heads.toArray(String[]::new));
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.name()));
            columns.forEach(column -> cells.add(row.text(column.figure(), column.digits())));
            table.row(cells);
        }
        return table;
    }

    private Table goals() {
        var table = new Table("", "figure", "found", "floor", "target", "stands");
        for (Row row : outcome.levels()) {
            Goals.of(row.level()).forEach((figure, goal) -> {
                if (row.figures().containsKey(figure)) {
                    Goals.Standing standing = Goals.standing(goal, row.figures().get(figure));
                    table.row(List.of(
                            row.name(),
                            figure,
                            row.text(figure, 2),
                            Axis.text(goal.floor()),
                            Axis.text(goal.target()),
                            standing.name().toLowerCase(Locale.ROOT)));
                }
            });
        }
        return table;
    }

    private Table attack() {
        var table = new Table(
                "", "1 % of a destination's exits", "10 %", "50 %", "both ends of one user, 50 % within 3 months");
        for (Row row : outcome.levels()) {
            List<String> cells = new ArrayList<>(List.of(row.name()));
            outcome.attackCost(row.level()).forEach((name, value) -> {
                if (!name.equals("level")) {
                    cells.add(String.format(Locale.ROOT, "%,d", ((Number) value).longValue()));
                }
            });
            table.row(cells);
        }
        return table;
    }

    private Table lies() {
        var table = new Table("", "alone", "pair", "at most");
        for (String[] line : new String[][] {
            {"capacity in the map / of the line, the worst of all", "map_to_line_most"},
            {"the same beside honest nodes, all together", "map_gain"},
            {"drawn, beside honest nodes", "drawn_gain"}
        }) {
            table.row(List.of(
                    line[0],
                    outcome.lies().text("liar_" + line[1], 3),
                    outcome.lies().text("pair_" + line[1], 3),
                    line[1].equals("map_to_line_most") ? "1.33, 1.5" : ""));
        }
        return table;
    }

    private Table map() {
        var table = new Table("figure", "found");
        for (String name : outcome.map().names()) {
            table.row(List.of(name, Axis.text(outcome.map().get(name).orElseThrow())));
        }
        return table;
    }

    private Table curve() {
        return table(
                outcome.curve(),
                List.of(
                        new Column("RTT p50 / direct", "rtt_ratio_p50", 3),
                        new Column("exit to server p50, km", "exit_km_p50", 0),
                        new Column("same country", "same_country", 3),
                        new Column("exit gain", "placement_gain_exit", 2),
                        new Column("worst cell / fair share", "load_worst_cell", 2)));
    }
}
