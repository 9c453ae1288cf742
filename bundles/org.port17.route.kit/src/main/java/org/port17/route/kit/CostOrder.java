package org.port17.route.kit;

/**
 * Spots and single groups of a field in order of what an exit there costs, lowest first, in ms: twice the expected round trip
 * to the destination, as it is the only leg outside the network; less where country or autonomous system agree; more where
 * load has a price.
 */
final class CostOrder {
    private static final double SAME_COUNTRY_MILLIS = 4;
    /** Only where exits next to the destination's system are wanted: as much as 1000 km. */
    private static final double SAME_AS_MILLIS = 32;

    private final float[] cost;
    /** A spot, or -1 - a group. */
    private final int[] what;

    private final double[] place;
    private final ExitGroups groups;
    private int size;
    private int current;

    CostOrder(ExitGroups groups, Target target, LoadPrices prices) {
        this.groups = groups;
        var near = groups.groupsIn(target.as());
        this.cost = new float[groups.spots() + near.size()];
        this.what = new int[cost.length];
        double latitude = Geo.cellLatitude(target.cell());
        double longitude = Geo.cellLongitude(target.cell());
        this.place = new double[] {Geo.x(latitude, longitude), Geo.y(latitude, longitude), Geo.z(latitude)};
        int country = groups.table.countryNumber(target.country());
        for (int s = 0; s < groups.spots(); s++) {
            add(s, cost(s, country, prices));
        }
        for (int group : near) {
            add(-1 - group, cost(groups.spotOf(group), country, prices) - SAME_AS_MILLIS);
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    private double cost(int spot, int country, LoadPrices prices) {
        int row = groups.rowOf(spot);
        double millis = 2 * Geo.rttMillis(km(spot)) + prices.millis(groups.table.cell[row]);
        return country > 0 && groups.table.country[row] == country ? millis - SAME_COUNTRY_MILLIS : millis;
    }

    private double km(int spot) {
        return groups.spotKm(spot, place);
    }

    private void add(int entry, double millis) {
        what[size] = entry;
        cost[size++] = (float) millis;
    }

    /** The next spot or group; there must be one. */
    int next() {
        current = what[0];
        size--;
        what[0] = what[size];
        cost[0] = cost[size];
        sink(0);
        return isGroup() ? -1 - current : current;
    }

    /** Whether {@link #next} gave a single group. */
    boolean isGroup() {
        return current < 0;
    }

    /** From the destination to what {@link #next} gave. */
    double km() {
        return km(isGroup() ? groups.spotOf(-1 - current) : current);
    }

    private void sink(int from) {
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && before(child + 1, child)) {
                child++;
            }
            if (!before(child, at)) {
                return;
            }
            int w = what[at];
            float c = cost[at];
            what[at] = what[child];
            cost[at] = cost[child];
            what[child] = w;
            cost[child] = c;
            at = child;
        }
    }

    private boolean before(int a, int b) {
        return cost[a] < cost[b] || cost[a] == cost[b] && what[a] < what[b];
    }
}
