package org.port17.route.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a field in groups: same spot (cell and country), same limited owner or none, and where it matters same
 * autonomous system. Groups of a spot follow each other. Large groups are cut into buckets by the rows' keys, so that one
 * draw looks at few rows. Immutable.
 */
final class ExitGroups {
    private static final int ROW_BITS = 20;
    private static final int LIMITED_BITS = 13;
    private static final int COUNTRY_BITS = 10;
    private static final int SMALL = 64;
    final NodeTable table;
    private final boolean byAs;
    private final int limitedOwners;
    private final int[] rows;
    /** Weight of all rows before. */
    private final long[] before;

    private final int[] groupStart;
    private final int[] spotStart;
    private final int[] groupSpot;
    private final int[] spotCell;
    private final int[] spotCountry;
    private final double[] cellX;
    private final double[] cellY;
    private final double[] cellZ;
    private final int[] groupLimited;
    private final long[] groupName;
    private final long[] groupWeight;
    /** First bucket of each group, and first row of each bucket. */
    private final int[] groupBucket;

    private final int[] bucketStart;
    private final Map<Integer, List<Integer>> asGroups = new HashMap<>();

    ExitGroups(NodeTable table, long[] weights, OwnerShares shares, boolean byAs) {
        this.table = table;
        this.byAs = byAs;
        this.limitedOwners = shares.limitedCount();
        long[] keys = sortedKeys(table, weights, shares);
        int count = keys.length;
        rows = new int[count];
        Arrays.setAll(rows, i -> (int) (keys[i] & (1 << ROW_BITS) - 1));
        if (byAs) {
            sortRuns(keys);
        }
        int[] groups = new int[count + 1];
        int[] spots = new int[count + 1];
        groupSpot = new int[count];
        int g = 0;
        int s = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || spot(keys[i]) != spot(keys[i - 1])) {
                spots[s++] = g;
            }
            if (i == 0 || isCut(keys, i)) {
                groupSpot[g] = s - 1;
                groups[g++] = i;
            }
        }
        groups[g] = count;
        spots[s] = g;
        groupStart = Arrays.copyOf(groups, g + 1);
        spotStart = Arrays.copyOf(spots, s + 1);
        spotCell = new int[s];
        spotCountry = new int[s];
        cellX = new double[s];
        cellY = new double[s];
        cellZ = new double[s];
        groupLimited = new int[g];
        groupName = new long[g];
        groupWeight = new long[g];
        groupBucket = new int[g + 1];
        bucketStart = buckets();
        before = new long[count + 1];
        for (int i = 0; i < count; i++) {
            before[i + 1] = before[i] + weights[rows[i]];
        }
        for (int group = 0; group < g; group++) {
            describe(group, shares);
        }
        for (int spot = 0; spot < s; spot++) {
            locate(spot);
        }
    }

    private void locate(int spot) {
        int row = rows[groupStart[spotStart[spot]]];
        int cell = table.cell[row];
        spotCell[spot] = cell;
        spotCountry[spot] = table.countryNumber(row);
        if (cell != Geo.CELLS) {
            double latitude = Geo.cellLatitude(cell);
            double longitude = Geo.cellLongitude(cell);
            cellX[spot] = Geo.x(latitude, longitude);
            cellY[spot] = Geo.y(latitude, longitude);
            cellZ[spot] = Geo.z(latitude);
        }
    }

    private static long[] sortedKeys(NodeTable table, long[] weights, OwnerShares shares) {
        long[] keys = new long[weights.length];
        int count = 0;
        for (int row = 0; row < weights.length; row++) {
            if (weights[row] > 0) {
                long spot = (long) table.cell[row] << COUNTRY_BITS | table.countryNumber(row);
                keys[count++] = (spot << LIMITED_BITS | shares.limited(table.owner(row))) << ROW_BITS | row;
            }
        }
        long[] sorted = Arrays.copyOf(keys, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static long spot(long key) {
        return key >>> ROW_BITS + LIMITED_BITS;
    }

    /** Within each run of equal keys, rows of one autonomous system stand together. */
    private void sortRuns(long[] keys) {
        for (int from = 0, to = 0; from < keys.length; from = to) {
            while (to < keys.length && keys[to] >>> ROW_BITS == keys[from] >>> ROW_BITS) {
                to++;
            }
            sortBy(from, to, row -> table.as(row));
        }
    }

    private interface RowValue {
        /** Below 2^43. */
        long of(int row);
    }

    private void sortBy(int from, int to, RowValue value) {
        long[] run = new long[to - from];
        Arrays.setAll(run, i -> value.of(rows[from + i]) << ROW_BITS | rows[from + i]);
        Arrays.sort(run);
        for (int i = 0; i < run.length; i++) {
            rows[from + i] = (int) (run[i] & (1 << ROW_BITS) - 1);
        }
    }

    /** Sorting runs leaves the upper bits of the keys as they were. */
    private boolean isCut(long[] keys, int i) {
        return keys[i] >>> ROW_BITS != keys[i - 1] >>> ROW_BITS || byAs && table.as(rows[i]) != table.as(rows[i - 1]);
    }

    private int[] buckets() {
        int[] starts = new int[rows.length + 1];
        int count = 0;
        for (int g = 0; g < groupName.length; g++) {
            int from = groupStart[g];
            int to = groupStart[g + 1];
            groupBucket[g] = count;
            int mask = mask(g);
            if (mask > 0) {
                sortBy(from, to, row -> bucket(row, mask));
            }
            for (int i = from; i < to; i++) {
                if (i == from || bucket(rows[i], mask) != bucket(rows[i - 1], mask)) {
                    starts[count++] = i;
                }
            }
        }
        groupBucket[groupName.length] = count;
        starts[count] = rows.length;
        return Arrays.copyOf(starts, count + 1);
    }

    /** About as many buckets as rows in each, in powers of two, so that they seldom change. */
    private int mask(int group) {
        int size = groupStart[group + 1] - groupStart[group];
        return size <= SMALL ? 0 : (1 << (32 - Integer.numberOfLeadingZeros(size)) / 2) - 1;
    }

    private long bucket(int row, int mask) {
        return table.key[row] * 0x9E37_79B9_7F4A_7C15L >>> 32 & mask;
    }

    private void describe(int group, OwnerShares shares) {
        int row = rows[groupStart[group]];
        int owner = table.owner(row);
        groupLimited[group] = shares.limited(owner);
        long name = Prf.nameKey(table.cell[row] + table.country(row));
        name += groupLimited[group] > 0 ? table.ownerKey(owner) : 0;
        groupWeight[group] = before[groupStart[group + 1]] - before[groupStart[group]];
        groupName[group] = name + (byAs ? table.as(row) * 0x9E37_79B9_7F4A_7C15L : 0);
        if (byAs && table.as(row) != 0) {
            asGroups.computeIfAbsent((int) table.as(row), as -> new ArrayList<>())
                    .add(group);
        }
    }

    boolean byAs() {
        return byAs;
    }

    int count() {
        return groupName.length;
    }

    int spots() {
        return spotStart.length - 1;
    }

    int spotStart(int spot) {
        return spotStart[spot];
    }

    int spotOf(int group) {
        return groupSpot[group];
    }

    /** {@link Geo#cell} of the spot. */
    int cell(int spot) {
        return spotCell[spot];
    }

    /** Number in the table of the spot's country. */
    int country(int spot) {
        return spotCountry[spot];
    }

    /** From a place, a unit vector, to the middle of the spot's cell; a quarter of the globe to nowhere. */
    double spotKm(int spot, double[] place) {
        return Geo.km(cellX[spot] * place[0] + cellY[spot] * place[1] + cellZ[spot] * place[2]);
    }

    long as(int group) {
        return table.as(rows[groupStart[group]]);
    }

    /** Groups in an autonomous system; empty unless grouped so. */
    List<Integer> groupsIn(long as) {
        return asGroups.getOrDefault((int) as, List.of());
    }

    int limitedOwners() {
        return limitedOwners;
    }

    /** The number of the limited owner whose nodes these are, 0 for nodes of others. */
    int limited(int group) {
        return groupLimited[group];
    }

    long weight(int group) {
        return groupWeight[group];
    }

    long weightOf(int index) {
        return before[index + 1] - before[index];
    }

    int start(int group) {
        return groupStart[group];
    }

    int row(int index) {
        return rows[index];
    }

    /**
     * Adds a group's owners until there are enough.
     *
     * @param before how many are seen already
     * @return how many are seen then
     */
    int owners(int group, BitSet seen, int enough, int before) {
        int count = before;
        for (int i = groupStart[group]; i < groupStart[group + 1] && count < enough; i++) {
            int owner = table.owner(rows[i]);
            if (!seen.get(owner)) {
                seen.set(owner);
                count++;
            }
        }
        return count;
    }

    void enter(Race race, int group, long weight) {
        race.enter(groupName[group], weight, group);
    }

    /** One row of a group, in proportion to weight. */
    int draw(int group, Prf prf) {
        var buckets = new Race(prf);
        for (int b = groupBucket[group]; b < groupBucket[group + 1]; b++) {
            long name = groupName[group] + 1 + bucket(rows[bucketStart[b]], mask(group));
            buckets.enter(name, before[bucketStart[b + 1]] - before[bucketStart[b]], b);
        }
        var inside = new Race(prf);
        for (int i = bucketStart[buckets.winner()]; i < bucketStart[buckets.winner() + 1]; i++) {
            inside.enter(table.key[rows[i]], weightOf(i), rows[i]);
        }
        return inside.winner();
    }

    /** The row at a part of a group's weight, 0 to below {@link #weight}. */
    int pick(int group, long part) {
        int at =
                Arrays.binarySearch(before, groupStart[group], groupStart[group + 1], before[groupStart[group]] + part);
        return rows[at >= 0 ? at : -at - 2];
    }
}
