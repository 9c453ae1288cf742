package org.port17.route.kit;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where exits are drawn: by capacity among the nodes nearest to the destination that hold exactly 1/gamma of the capacity
 * that may be used. So no node is drawn more than gamma times as often as its capacity says, wherever it stands; the last
 * place taken is taken in part. One owner gets no more than its share of the choice, or as little as can be where there are
 * too few owners. With fewer than {@link Level#OWNERS} owners in it the choice is widened until it has them.
 *
 * <p>A choice depends on the destination's place, the map, the level and what is excluded; the client's place is no
 * argument. Choices are made when first wanted and kept, one for each cell and country; readers take no lock.
 */
public final class ExitField {
    private static final int MOST_KEPT = 8192;
    private final Level level;
    private final ExitGroups groups;
    private final LoadPrices prices;
    private final long total;
    private final long ownerMost;
    private final boolean ownerRaised;
    private final int owners;
    private final Map<Target, ExitChoice> kept = new ConcurrentHashMap<>();

    /**
     * @param allowed the rows that may serve; of them, exits that the level takes do
     * @param nextToAs whether nodes in the destination's autonomous system go first; the level's gamma should allow it
     */
    public ExitField(NodeTable table, Level level, BitSet allowed, boolean nextToAs, LoadPrices prices) {
        this.level = level;
        this.prices = prices;
        long[] weights = weights(table, level, allowed);
        var shares = new OwnerShares(table, weights, level);
        this.total = shares.total();
        this.ownerMost = shares.most();
        this.ownerRaised = shares.raised();
        this.owners = shares.owners();
        this.groups = new ExitGroups(table, weights, shares, nextToAs);
    }

    public ExitField(NodeTable table, Level level, BitSet allowed) {
        this(table, level, allowed, false, LoadPrices.NONE);
    }

    private static long[] weights(NodeTable table, Level level, BitSet allowed) {
        long[] weights = level.ramp().weights(table, level.minDays());
        for (int i = 0; i < weights.length; i++) {
            boolean serves = allowed.get(i)
                    && table.is(i, NodeRow.EXIT)
                    && (!level.verifiedExits() || table.is(i, NodeRow.VERIFIED_OWNER | NodeRow.TRUSTED));
            weights[i] = serves ? weights[i] : 0;
        }
        return weights;
    }

    /** Whether no node may serve. */
    public boolean isEmpty() {
        return total == 0;
    }

    /** Owners of nodes that may serve. */
    public int owners() {
        return owners;
    }

    /** Whether there are so few owners that their share had to be raised above the level's. */
    public boolean ownerShareRaised() {
        return ownerRaised;
    }

    /**
     * The choice for a destination. A cell's first costs some ten microseconds.
     *
     * @throws IllegalStateException if the field is empty
     */
    public ExitChoice at(Target target) {
        Target near = new Target(target.cell(), target.country(), groups.byAs() ? target.as() : 0, true);
        ExitChoice choice = kept.get(near);
        if (choice == null) {
            if (isEmpty()) {
                throw new IllegalStateException("no node may serve");
            }
            choice = new Filling(near).fill();
            if (kept.size() >= MOST_KEPT) {
                kept.clear(); // they are quickly made again
            }
            kept.put(near, choice);
        }
        return choice;
    }

    /** Takes groups in order of cost until the choice is full. Sums are whole numbers, so that the bound is exact. */
    private final class Filling {
        private final CostOrder order;
        private final long destinationAs;
        private final long[] taken = new long[groups.limitedOwners() + 1];
        private final int[] picked = new int[groups.count()];
        private final long[] cumulated = new long[groups.count()];
        private final BitSet seen = new BitSet();
        private final int enough = Math.min(Level.OWNERS, owners);
        private int ownersSeen;
        private int count;
        private long filled;
        private double farthest;

        Filling(Target target) {
            this.order = new CostOrder(groups, target, prices);
            this.destinationAs = target.as();
        }

        ExitChoice fill() {
            while (!isFull()) {
                int next = order.next();
                if (order.isGroup()) {
                    take(next);
                } else {
                    spot(next);
                }
            }
            return new ExitChoice(groups, count, picked, cumulated, total, level.gamma(), farthest);
        }

        private boolean isFull() {
            return filled >= total && ownersSeen >= enough;
        }

        private void spot(int spot) {
            for (int g = groups.spotStart(spot); g < groups.spotStart(spot + 1) && !isFull(); g++) {
                boolean early = destinationAs != 0 && groups.as(g) == destinationAs;
                if (!early) {
                    take(g);
                }
            }
        }

        private void take(int group) {
            if (ownersSeen < enough) {
                ownersSeen = groups.owners(group, seen, enough, ownersSeen);
            }
            long allotted = groups.weight(group) * level.gamma();
            int limited = groups.limited(group);
            if (limited > 0) {
                allotted = Math.min(allotted, ownerMost - taken[limited]);
            }
            if (ownersSeen >= enough) {
                allotted = Math.min(allotted, Math.max(0, total - filled));
            }
            if (allotted > 0) {
                taken[limited] += allotted;
                filled += allotted;
                picked[count] = group;
                cumulated[count++] = filled;
                farthest = Math.max(farthest, order.km());
            }
        }
    }
}
