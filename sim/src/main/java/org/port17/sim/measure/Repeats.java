package org.port17.sim.measure;

import org.port17.sim.world.Spot;
import org.port17.sim.world.World;

/**
 * Counts the routes that hold two nodes of one owner, autonomous system or hoster, and those across too few countries.
 */
final class Repeats {
    private final World world;
    private int routes;
    private int owner;
    private int as;
    private int hoster;
    private int country;
    private int clientCountry;

    Repeats(World world) {
        this.world = world;
    }

    void add(Spot client, int[] route) {
        boolean sameOwner = false;
        boolean sameAs = false;
        boolean sameHoster = false;
        for (int i = 0; i < route.length; i++) {
            for (int j = 0; j < i; j++) {
                sameOwner |= world.owner(route[i]) == world.owner(route[j]);
                sameAs |= world.as(route[i]) == world.as(route[j]);
                sameHoster |= world.hoster(route[i]) == world.hoster(route[j]);
            }
        }
        String entry = world.country(route[0]);
        String exit = world.country(route[route.length - 1]);
        routes++;
        owner += sameOwner ? 1 : 0;
        as += sameAs ? 1 : 0;
        hoster += sameHoster ? 1 : 0;
        country += entry.equals(exit) ? 1 : 0;
        clientCountry += client.country().equals(entry) || client.country().equals(exit) ? 1 : 0;
    }

    void into(Figures figures, int asked) {
        figures.put("same_owner", owner)
                .put("same_as", as)
                .put("same_hoster", hoster)
                .put("no_route", asked - routes)
                .put("entry_exit_same_country", (double) country / Math.max(1, routes))
                .put("entry_or_exit_in_client_country", (double) clientCountry / Math.max(1, routes));
    }
}
