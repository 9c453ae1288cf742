package org.port17.route.kit;

import java.util.Arrays;

/**
 * How much of a choice one owner may hold: the level's share, or the least that can be held to where owners are too few to
 * fill a choice so (water-filling). Only owners who could exceed it are numbered; the others need no watching.
 */
final class OwnerShares {
    private final long total;
    private final long most;
    private final boolean raised;
    private final int owners;
    private final int[] limited;
    private final int limitedCount;

    OwnerShares(NodeTable table, long[] weights, Level level) {
        long[] held = new long[table.owners()];
        long sum = 0;
        for (int i = 0; i < weights.length; i++) {
            held[table.owner(i)] += weights[i] * level.gamma();
            sum += weights[i];
        }
        this.total = sum;
        this.owners = (int) Arrays.stream(held).filter(h -> h > 0).count();
        long declared = Math.max(1, sum / 100 * level.ownerPercent() + sum % 100 * level.ownerPercent() / 100);
        long least = level(held, sum);
        this.most = Math.max(declared, least);
        this.raised = least > declared;
        this.limited = new int[held.length];
        int count = 0;
        for (int o = 0; o < held.length; o++) {
            limited[o] = held[o] > most ? ++count : 0;
        }
        this.limitedCount = count;
    }

    /** The least share at which all owners together fill the whole. */
    private static long level(long[] held, long whole) {
        long[] sorted = held.clone();
        Arrays.sort(sorted);
        long left = whole;
        for (int i = 0; i < sorted.length; i++) {
            long even = (left + sorted.length - i - 1) / (sorted.length - i);
            if (sorted[i] >= even) {
                return even;
            }
            left -= sorted[i];
        }
        return whole;
    }

    long total() {
        return total;
    }

    long most() {
        return most;
    }

    boolean raised() {
        return raised;
    }

    int owners() {
        return owners;
    }

    /** From 1; 0 for an owner who cannot exceed the share. */
    int limited(int owner) {
        return limited[owner];
    }

    int limitedCount() {
        return limitedCount;
    }
}
