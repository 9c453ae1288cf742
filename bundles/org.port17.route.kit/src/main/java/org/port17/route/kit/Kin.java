package org.port17.route.kit;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongUnaryOperator;

/**
 * Looks for owners who do not say that they are one: scores pairs of nodes by what they share; the owners of a pair above
 * {@link #TAU} are <em>kin</em>, and no route holds nodes of both. The score is a sum of log likelihood ratios: how much
 * likelier the pair looks that way if one person runs both. What many nodes share anyway says little.
 *
 * <p>Guarantee: kin is between two owners and goes no further. Whoever makes his nodes look like those of many others is kept
 * out of their routes, and makes no two of them kin, nor one owner whose shares are counted together. Immutable.
 */
final class Kin {
    /** From this score on two nodes count as one person's. Chosen on synthetic networks, see KinTest. */
    static final double TAU = 10;
    /** Each node is compared with so many neighbours in each order, so that a crowd costs no square. */
    private static final int NEIGHBOURS = 24;

    private static final long HOUR = 3600;
    private final NodeTable table;
    private final Shares shares;
    /** Pairs of owners, the lower number in the upper half; ascending. */
    private final long[] pairs;
    /** Owners who are in a pair; most are in none. */
    private final BitSet paired = new BitSet();

    private long[] found = new long[16];
    private int count;

    private Kin(NodeTable table) {
        this.table = table;
        this.shares = Shares.of(table);
        compare(i -> table.trait(NodeTable.NETWORK, (int) i, 0));
        compare(i -> table.trait(NodeTable.NETWORK, (int) i, 1));
        compare(i -> table.as((int) i) == 0 || table.since[(int) i] == 0
                ? 0
                : table.as((int) i) << 24 ^ table.since[(int) i] / HOUR);
        this.pairs = Arrays.stream(found, 0, count).sorted().distinct().toArray();
        this.found = null;
    }

    static Kin of(NodeTable table) {
        return new Kin(table);
    }

    /** Whether two owners look like one person. Cost: a bit for most. */
    boolean kin(int a, int b) {
        return paired.get(a) && paired.get(b) && Arrays.binarySearch(pairs, pair(a, b)) >= 0;
    }

    private static long pair(int a, int b) {
        return (long) Math.min(a, b) << 32 | Math.max(a, b);
    }

    private void add(int a, int b) {
        paired.set(a);
        paired.set(b);
        if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = pair(a, b);
    }

    /** Compares nodes of one group; group 0 is none. */
    private void compare(LongUnaryOperator groupOf) {
        int n = table.size();
        long[] order = new long[n];
        Arrays.setAll(order, i -> groupOf.applyAsLong(i) * 0x9E37_79B9_7F4A_7C15L & -1L << 20 | i);
        Arrays.sort(order);
        for (int at = 0; at < n; at++) {
            int a = (int) (order[at] & (1 << 20) - 1);
            long group = groupOf.applyAsLong(a);
            for (int next = at + 1; group != 0 && next < n && next <= at + NEIGHBOURS; next++) {
                int b = (int) (order[next] & (1 << 20) - 1);
                if (groupOf.applyAsLong(b) != group) {
                    break;
                }
                if (table.owner(a) != table.owner(b) && score(table, shares, a, b) > TAU) {
                    add(table.owner(a), table.owner(b));
                }
            }
        }
    }

    /** How often two strangers agree. */
    record Shares(double network, double system, double start, double version) {
        static Shares of(NodeTable t) {
            int n = t.size();
            return new Shares(
                    agreement(n, i -> t.trait(NodeTable.NETWORK, (int) i, 0)),
                    agreement(n, i -> t.as((int) i)),
                    agreement(n, i -> t.since[(int) i] / HOUR),
                    agreement(n, i -> t.version[(int) i]));
        }

        private static double agreement(int n, LongUnaryOperator value) {
            long[] sorted = new long[n];
            Arrays.setAll(sorted, value::applyAsLong);
            Arrays.sort(sorted);
            double pairs = 0;
            long run = 0;
            for (int i = 0; i < n; i++) {
                run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 0;
                pairs += run;
            }
            return Math.min(0.999, (pairs + 1) / (n * (n - 1.0) / 2 + 1));
        }
    }

    static double score(NodeTable t, Shares shares, int a, int b) {
        double score = 0;
        boolean near = t.meet(NodeTable.NETWORK, a, b);
        if (near) {
            score += Math.log(0.3 / Math.min(0.3, shares.network()));
        } else if (t.meet(NodeTable.SYSTEM, a, b)) {
            score += Math.log(0.8 / Math.min(0.8, shares.system()));
        } else {
            score += Math.log(0.4);
        }
        if (t.since[a] != 0 && t.since[b] != 0) {
            score += ratio(Math.abs(t.since[a] - t.since[b]) <= HOUR, 0.7, shares.start());
        }
        if (t.version[a] != 0 && t.version[b] != 0) {
            score += ratio(t.version[a] == t.version[b], 0.9, shares.version());
        }
        return score + uptime(t.uptime[a], t.uptime[b]);
    }

    private static double ratio(boolean agree, double ifOne, double ifTwo) {
        return agree ? Math.max(0, Math.log(ifOne / ifTwo)) : Math.min(0, Math.log((1 - ifOne) / (1 - ifTwo)));
    }

    /** Coming and going together; who was always there says nothing. */
    private static double uptime(long a, long b) {
        if (a == 0 || b == 0) {
            return 0;
        }
        long flipsA = (a ^ a >>> 1) & Long.MAX_VALUE;
        long flipsB = (b ^ b >>> 1) & Long.MAX_VALUE;
        int together = Long.bitCount(flipsA & flipsB);
        int alone = Long.bitCount(flipsA ^ flipsB);
        return Math.max(-4, Math.min(4, 1.2 * together - 0.4 * alone));
    }
}
