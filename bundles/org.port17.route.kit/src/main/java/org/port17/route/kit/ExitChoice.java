package org.port17.route.kit;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/** The exits for one place with the share of draws that each gets. Immutable, for any thread. */
public final class ExitChoice {
    private final ExitGroups groups;
    private final int[] picked;
    private final long[] cumulated;
    private final long total;
    private final int gamma;
    private final double farthest;

    ExitChoice(ExitGroups groups, int count, int[] picked, long[] cumulated, long total, int gamma, double farthest) {
        this.groups = groups;
        this.picked = Arrays.copyOf(picked, count);
        this.cumulated = Arrays.copyOf(cumulated, count);
        this.total = total;
        this.gamma = gamma;
        this.farthest = farthest;
    }

    /**
     * The exit for a key. The same key draws the same exit from every choice that holds it with nearly the same shares; a
     * map that changed by a hundredth moves about a hundredth of the draws.
     */
    public int draw(Prf prf) {
        var race = new Race(prf);
        for (int i = 0; i < picked.length; i++) {
            groups.enter(race, picked[i], allotted(i));
        }
        return groups.draw(race.winner(), prf);
    }

    /** An exit by the same shares, for whoever needs many draws and no keys. */
    public int pick(RandomGenerator random) {
        int at = Arrays.binarySearch(cumulated, random.nextLong(cumulated[cumulated.length - 1]) + 1);
        int group = picked[at >= 0 ? at : -at - 1];
        return groups.pick(group, random.nextLong(groups.weight(group)));
    }

    private long allotted(int i) {
        return i == 0 ? cumulated[0] : cumulated[i] - cumulated[i - 1];
    }

    /** Hears of every node and its probability. */
    public interface Shares {
        void node(int row, double probability);
    }

    public void forEach(Shares shares) {
        for (int i = 0; i < picked.length; i++) {
            double each = allotted(i) / (double) filled() / groups.weight(picked[i]);
            for (int at = groups.start(picked[i]); at < groups.start(picked[i] + 1); at++) {
                shares.node(groups.row(at), each * groups.weightOf(at));
            }
        }
    }

    /** What a node can gain at most by its place: its share of draws by its share of capacity. At most the level's gamma. */
    public double gain() {
        double most = 0;
        for (int i = 0; i < picked.length; i++) {
            most = Math.max(most, allotted(i) / (double) filled() / groups.weight(picked[i]) * total);
        }
        return most;
    }

    /** Whether every node's share obeys the bound in whole numbers, without rounding. */
    boolean bounded() {
        for (int i = 0; i < picked.length; i++) {
            // allotted / filled <= gamma * weight / total, as allotted <= gamma * weight and filled >= total
            if (allotted(i) > gamma * groups.weight(picked[i]) || filled() < total) {
                return false;
            }
        }
        return true;
    }

    private long filled() {
        return cumulated[cumulated.length - 1];
    }

    public int nodes() {
        int nodes = 0;
        for (int group : picked) {
            nodes += groups.start(group + 1) - groups.start(group);
        }
        return nodes;
    }

    public int owners() {
        var seen = new BitSet();
        int owners = 0;
        for (int group : picked) {
            owners = groups.owners(group, seen, Integer.MAX_VALUE, owners);
        }
        return owners;
    }

    /** From the destination's cell to the farthest spot, in km. */
    public double farthestKm() {
        return farthest;
    }
}
