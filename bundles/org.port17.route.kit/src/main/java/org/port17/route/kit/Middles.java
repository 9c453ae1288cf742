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
        var search = new Search(draft, position, times, away);
        search.sample(random);
        if (search.kept == 0) {
            search.all(random.nextInt(lottery.size()));
        }
        if (search.kept == 0) {
            return false;
        }
        draft.place(position, search.best.rows[random.nextInt(search.best.count)]);
        return true;
    }

    /** For one place of one route. */
    private final class Search {
        private final Draft draft;
        private final int position;
        private final Times times;
        private final BitSet away;
        final Best best = new Best(level.middleBest());
        private final int wanted = level.middleSample();
        int kept;

        Search(Draft draft, int position, Times times, BitSet away) {
            this.draft = draft;
            this.position = position;
            this.times = times;
            this.away = away;
        }

        /** Draws until enough are kept. Each step is made for all that are missing, so that memory is asked for many rows at once. */
        void sample(RandomGenerator random) {
            int[] drawn = new int[wanted];
            double[] costs = new double[wanted];
            for (int tries = wanted * PATIENCE; tries > 0 && kept < wanted; ) {
                int missing = Math.min(tries, wanted - kept);
                tries -= missing;
                for (int i = 0; i < missing; i++) {
                    drawn[i] = lottery.draw(random);
                }
                for (int i = 0; i < missing; i++) {
                    costs[i] = cost(drawn[i]);
                }
                for (int i = 0; i < missing; i++) {
                    if (obeys(drawn[i])) {
                        keep(drawn[i], costs[i]);
                    }
                }
            }
        }

        /** Where few nodes obey, all are looked at until enough are kept. */
        void all(int start) {
            for (int i = 0; i < lottery.size() && kept < wanted; i++) {
                int row = lottery.row((start + i) % lottery.size());
                if (obeys(row)) {
                    keep(row, cost(row));
                }
            }
        }

        private boolean obeys(int row) {
            return !away.get(row) && draft.allows(position, row, true);
        }

        private void keep(int row, double cost) {
            kept++;
            best.offer(row, cost);
        }

        private double cost(int row) {
            return times.between(draft.at(position - 1), row) + times.between(row, draft.at(draft.length() - 1));
        }
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
