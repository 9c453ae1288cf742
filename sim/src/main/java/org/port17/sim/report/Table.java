package org.port17.sim.report;

import java.util.ArrayList;
import java.util.List;

/** A table that reads well in a terminal and is Markdown as it stands. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        rows.add(List.of(heads));
    }

    /** @throws IllegalArgumentException for another number of cells than there are heads */
    public Table row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException("a row of " + cells.size() + " cells");
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var out = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                String space = " ".repeat(widths[i] - cell.length());
                // The first column names the row; numbers stand to the right.
                out.append("| ").append(i == 0 ? cell + space : space + cell).append(' ');
            }
            out.append("|\n");
            if (r == 0) {
                for (int i = 0; i < columns; i++) {
                    out.append(i == 0 ? "|:" : "|-")
                            .append("-".repeat(widths[i]))
                            .append(i == 0 ? "-" : ":");
                }
                out.append("|\n");
            }
        }
        return out.toString();
    }
}
