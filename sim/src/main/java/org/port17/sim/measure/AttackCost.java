package org.port17.sim.measure;

/**
 * What an attacker pays for nodes of average capacity, by the bounds that the levels keep; a lie about capacity lowers
 * it by at most the measurement's factor of 1.33, which is not counted here.
 *
 * @param nodes in the network
 * @param exitGain at most this many times its share of capacity at one destination
 * @param guardGain at most this many times its share beside one client
 */
public record AttackCost(int nodes, double exitGain, double guardGain) {
    public static final double EURO_PER_NODE_MONTH = 30;
    /** Connections of a user to one chosen destination, a month. */
    private static final double VISITS_A_MONTH = 30;

    private static final int BISECTIONS = 60;

    /** EUR a month to be the exit of so large a part of the connections to one chosen destination. */
    public double exitsOfDestination(double part) {
        return euro(part / exitGain);
    }

    /**
     * EUR a month to have, with the given chance, both ends of at least one connection of one chosen user to one chosen
     * destination within so many months. The guard stays for the time; the exit is drawn anew each day.
     */
    public double bothEndsOfUser(double chance, double months) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double share = (low + high) / 2;
            double guard = 1 - Math.pow(1 - share, guardGain);
            double exit = 1 - Math.pow(1 - Math.min(1, share * exitGain), VISITS_A_MONTH * months);
            if (guard * exit < chance) {
                low = share;
            } else {
                high = share;
            }
        }
        return euro(high);
    }

    /** So many nodes among the honest ones that they are the share of all. */
    private double euro(double share) {
        return share >= 1 ? Double.MAX_VALUE : EURO_PER_NODE_MONTH * Math.ceil(nodes * share / (1 - share));
    }
}
