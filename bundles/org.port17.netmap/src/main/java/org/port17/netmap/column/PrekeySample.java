package org.port17.netmap.column;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The cells of which a client holds records and prekeys (D4): drawn by capacity, by a secret that only this client knows, so
 * that nobody can place nodes into it. The same secret draws almost the same cells from the next map.
 *
 * <p>Whoever then draws an exit inside the sample by capacity would count capacity twice, once here and once there. {@link
 * #weight} is what to draw by: capacity divided by the chance of being in the sample.
 */
public final class PrekeySample {
    /** Bytes of one node's prekey record with an X25519 key. */
    public static final int PREKEY_BYTES = 166;

    /** Hours for which a prekey is used. */
    public static final int PREKEY_HOURS = 6;

    private final int[] rows;
    private final double[] weights;
    private final int[] cells;

    private PrekeySample(int[] rows, double[] weights, int[] cells) {
        this.rows = rows;
        this.weights = weights;
        this.cells = cells;
    }

    /**
     * Draws.
     *
     * @param secret 32 random bytes that never leave this client
     * @param nodes how many nodes the sample should hold at least; all cells if the map has no more
     */
    public static PrekeySample draw(Columns columns, Cells cells, byte[] secret, int nodes) {
        List<Draw> order = new ArrayList<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            double weight = cells.rows(cell).length * rate(cells.capacityClass(cell));
            double key = weight == 0 ? Double.MAX_VALUE : -Math.log(unit(secret, cells.name(cell))) / weight;
            order.add(new Draw(cell, weight, key));
        }
        order.sort(Comparator.comparingDouble(Draw::key).thenComparingInt(Draw::cell));
        int taken = 0;
        int held = 0;
        while (taken < order.size() && held < nodes) {
            held += cells.rows(order.get(taken++).cell()).length;
        }
        // The smallest key left out is the threshold that made the sample what it is.
        double threshold = taken == order.size()
                ? Double.POSITIVE_INFINITY
                : order.get(taken).key();
        int[] chosen = new int[taken];
        int[] rows = new int[held];
        double[] weights = new double[held];
        int at = 0;
        for (int i = 0; i < taken; i++) {
            Draw draw = order.get(i);
            chosen[i] = draw.cell();
            double chance = 1 - Math.exp(-draw.weight() * threshold);
            for (int row : cells.rows(draw.cell())) {
                rows[at] = row;
                weights[at++] = rate(columns.capacityClass(row)) / Math.max(chance, 1e-12);
            }
        }
        Arrays.sort(chosen);
        return new PrekeySample(rows, weights, chosen);
    }

    /** The cells to fetch, ascending. */
    public int[] cells() {
        return cells.clone();
    }

    /** The rows in hand, in no particular order. */
    public int[] rows() {
        return rows.clone();
    }

    /** By what to draw the row at this place of {@link #rows}: capacity over the chance of being in hand. */
    public double weight(int index) {
        return weights[index];
    }

    /** What keeping the prekeys of these nodes costs in an hour, at one prekey for onion layers each. */
    public long bytesAnHour() {
        return (long) rows.length * PREKEY_BYTES / PREKEY_HOURS;
    }

    /** Nodes that nobody measured count as of the lowest class, else no new node would ever be held. */
    private static double rate(int capacityClass) {
        return Capacity.bytesPerSecond(Math.max(1, capacityClass));
    }

    /** A number above 0, at most 1. */
    private static double unit(byte[] secret, byte[] name) {
        MessageDigest digest = Columns.sha256();
        digest.update(secret);
        byte[] hash = digest.digest(name);
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << 8 | hash[i] & 0xff;
        }
        return ((bits >>> 11) + 1) * 0x1.0p-53;
    }

    private record Draw(int cell, double weight, double key) {}
}
