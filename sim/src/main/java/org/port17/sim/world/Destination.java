package org.port17.sim.world;

import java.util.List;

/**
 * Where a connection goes.
 *
 * @param name unique in its network
 * @param sites where it can be reached: one, or those of a replicated destination, of which a client gets the nearest
 * @param address of the first site; the whole world's for a replicated one
 * @param as the autonomous system of the address
 */
public record Destination(String name, List<Spot> sites, int address, long as) {
    public Destination {
        sites = List.copyOf(sites);
    }

    public boolean replicated() {
        return sites.size() > 1;
    }

    /** How far the nearest site is from a place in degrees. */
    public double km(double latitude, double longitude) {
        double nearest = Double.POSITIVE_INFINITY;
        for (Spot site : sites) {
            nearest = Math.min(nearest, site.km(latitude, longitude));
        }
        return nearest;
    }

    /** The nearest site. */
    public Spot site(double latitude, double longitude) {
        Spot nearest = sites.get(0);
        for (Spot site : sites) {
            nearest = site.km(latitude, longitude) < nearest.km(latitude, longitude) ? site : nearest;
        }
        return nearest;
    }
}
