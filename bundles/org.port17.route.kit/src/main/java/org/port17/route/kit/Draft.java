package org.port17.route.kit;

import java.util.Arrays;
import java.util.List;

/** A route while its places are filled, in any order. Not for several threads. */
public final class Draft {
    private final NodeTable table;
    private final List<RouteRule> rules;
    private final int[] rows;
    private final int clientCountry;

    /** @param clientCountry number in the table, below 0 if unknown or held by no node */
    public Draft(NodeTable table, List<RouteRule> rules, int length, int clientCountry) {
        this.table = table;
        this.rules = List.copyOf(rules);
        this.rows = new int[length];
        this.clientCountry = clientCountry;
        Arrays.fill(rows, -1);
    }

    public int length() {
        return rows.length;
    }

    /** The row at a place, below 0 while it is free. */
    public int at(int position) {
        return rows[position];
    }

    /** A draft under the same rules with all places free. */
    Draft blank() {
        return new Draft(table, rules, rows.length, clientCountry);
    }

    int clientCountry() {
        return clientCountry;
    }

    void place(int position, int row) {
        rows[position] = row;
    }

    /** Whether a row may take a place by all rules; soft ones count only if {@code strict}. */
    boolean allows(int position, int row, boolean strict) {
        for (int placed : rows) {
            if (placed == row) {
                return false;
            }
        }
        for (int i = 0; i < rules.size(); i++) {
            RouteRule rule = rules.get(i);
            if ((strict || !rule.soft()) && !rule.allows(table, this, position, row)) {
                return false;
            }
        }
        return true;
    }

    /** The rows, entry first; all places are taken. */
    public int[] rows() {
        return rows.clone();
    }
}
