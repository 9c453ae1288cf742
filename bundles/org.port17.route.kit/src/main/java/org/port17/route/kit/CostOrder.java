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

    /** Costs are first put into so many slices: some 40 km each, so that few spots share one. */
    private static final int SLICES = 1024;

    private final ExitGroups groups;
    private final double[] place;
    /** In order: a spot, or -1 - a group. */
    private final int[] what;

    private int at;
    private int current;

    CostOrder(ExitGroups groups, Target target, LoadPrices prices) {
        this.groups = groups;
        var near = groups.groupsIn(target.as());
        double latitude = Geo.cellLatitude(target.cell());
        double longitude = Geo.cellLongitude(target.cell());
        this.place = new double[] {Geo.x(latitude, longitude), Geo.y(latitude, longitude), Geo.z(latitude)};
        int country = groups.table.countryNumber(target.country());
        int spots = groups.spots();
        float[] cost = new float[spots + near.size()];
        for (int spot = 0; spot < spots; spot++) {
            cost[spot] = (float) cost(spot, country, prices);
        }
        for (int i = 0; i < near.size(); i++) {
            cost[spots + i] = (float) (cost(groups.spotOf(near.get(i)), country, prices) - SAME_AS_MILLIS);
        }
        this.what = order(cost);
        for (int i = 0; i < what.length; i++) {
            what[i] = what[i] < spots ? what[i] : -1 - near.get(what[i] - spots);
        }
    }

    private double cost(int spot, int country, LoadPrices prices) {
        double millis = 2 * Geo.rttMillis(km(spot)) + prices.millis(groups.cell(spot));
        return country > 0 && groups.country(spot) == country ? millis - SAME_COUNTRY_MILLIS : millis;
    }

    private double km(int spot) {
        return groups.spotKm(spot, place);
    }

    /** The numbers of the costs, lowest cost first, by number where they are equal: by slice, then within it. */
    private static int[] order(float[] cost) {
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (float one : cost) {
            least = Math.min(least, one);
            most = Math.max(most, one);
        }
        float scale = most > least ? (SLICES - 1) / (most - least) : 0;
        int[] start = new int[SLICES + 1];
        for (float one : cost) {
            start[(int) ((one - least) * scale) + 1]++;
        }
        for (int i = 1; i <= SLICES; i++) {
            start[i] += start[i - 1];
        }
        int[] order = new int[cost.length];
        for (int i = 0; i < cost.length; i++) {
            order[start[(int) ((cost[i] - least) * scale)]++] = i;
        }
        for (int i = 1; i < order.length; i++) {
            int moving = order[i];
            int to = i;
            while (to > 0 && cost[order[to - 1]] > cost[moving]) {
                order[to] = order[to - 1];
                to--;
            }
            order[to] = moving;
        }
        return order;
    }

    /** The next spot or group; there must be one. */
    int next() {
        current = what[at++];
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
}
