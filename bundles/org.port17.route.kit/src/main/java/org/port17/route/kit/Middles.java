package org.port17.route.kit;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * Fills the places between entry and exit: for each, nodes are drawn by capacity, those that obey the rules are kept, and
 * one of the quickest few is taken by chance. The cost is that of the sample, however large the network.
 */
public final class Middles {
    /** Draws for one that is kept. */
    private static final int PATIENCE = 4;

    private final Level level;
    private final Lottery lottery;

    /** @param lottery over the nodes that may stand in the middle, in proportion to capacity */
    public Middles(Level level, Lottery lottery) {
        this.level = level;
        this.lottery = lottery;
    }

    /**
     * Fills a free place whose neighbour towards the entry stands. Who is doubted serves where there is no other.
     *
     * @return whether a node was found
     */
    boolean fill(Draft draft, int position, RouteMaker.Client client) {
        BitSet away = client.away();
        if (client.doubted().isEmpty()) {
            return fill(draft, position, client.times(), away, client.random());
        }
        BitSet without = (BitSet) away.clone();
        without.or(client.doubted());
        return fill(draft, position, client.times(), without, client.random())
                || fill(draft, position, client.times(), away, client.random());
    }

    private boolean fill(Draft draft, int position, Times times, BitSet away, RandomGenerator random) {
        if (lottery.size() == 0) {
            return false;
        }
        var best = new Best(level.middleBest());
        int kept = 0;
        int tries = level.middleSample() * PATIENCE;
        for (int i = 0; i < tries && kept < level.middleSample(); i++) {
            int row = lottery.draw(random);
            if (!away.get(row) && draft.allows(position, row, true)) {
                kept++;
                best.offer(row, cost(draft, position, row, times));
            }
        }
        if (kept == 0) {
            // Where few nodes obey, all are looked at.
            int start = random.nextInt(lottery.size());
            for (int i = 0; i < lottery.size() && kept < level.middleSample(); i++) {
                int row = lottery.row((start + i) % lottery.size());
                if (!away.get(row) && draft.allows(position, row, true)) {
                    kept++;
                    best.offer(row, cost(draft, position, row, times));
                }
            }
        }
        if (kept == 0) {
            return false;
        }
        draft.place(position, best.rows[random.nextInt(best.count)]);
        return true;
    }

    private static double cost(Draft draft, int position, int row, Times times) {
        return times.between(draft.at(position - 1), row) + times.between(row, draft.at(draft.length() - 1));
    }

    /** The cheapest few, each once. */
    private static final class Best {
        final int[] rows;
        private final double[] costs;
        int count;

        Best(int most) {
            this.rows = new int[most];
            this.costs = new double[most];
        }

        void offer(int row, double cost) {
            if (count == rows.length && !(cost < costs[count - 1])) {
                return;
            }
            int at = count;
            for (int i = 0; i < count; i++) {
                if (rows[i] == row) {
                    return;
                }
                at = Math.min(at, cost < costs[i] ? i : at);
            }
            count = Math.min(count + 1, rows.length);
            for (int i = count - 1; i > at; i--) {
                rows[i] = rows[i - 1];
                costs[i] = costs[i - 1];
            }
            rows[at] = row;
            costs[at] = cost;
        }
    }
}
