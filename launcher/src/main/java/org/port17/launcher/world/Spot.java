package org.port17.launcher.world;

import org.port17.spi.place.Place;

/**
 * One machine of the world.
 *
 * @param role {@code exit}, {@code relay}, {@code origin} or {@code client}
 * @param owner who runs it; empty for what is no node
 * @param trusted whether the network's trust list names it
 * @param country ISO 3166-1 alpha-2
 * @param city where it stands
 * @param as number of its autonomous system, one for each owner
 * @param address its own on loopback
 */
public record Spot(
        String role,
        String owner,
        boolean trusted,
        String country,
        double latitude,
        double longitude,
        String city,
        int as,
        String address) {
    public boolean isNode() {
        return role.equals("exit") || role.equals("relay");
    }

    public boolean isExit() {
        return role.equals("exit");
    }

    /** Its city in the letters of a node's name. */
    public String name() {
        return city.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    /** Along the great circle. */
    public double kmTo(Spot other) {
        return Place.km(latitude, longitude, other.latitude, other.longitude);
    }
}
