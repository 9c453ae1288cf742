package org.port17.sim.world;

import java.util.List;

/** Where a connection goes: one server, or replicas of which whoever asks gets the nearest. */
public final class Destination {
    private final String name;
    private final List<Spot> sites;
    private final Direction[] directions;
    private final Spot known;
    private final long as;

    /**
     * @param name unique in its network
     * @param sites at least one
     * @param known where the place database takes its address to stand
     * @param as the autonomous system of its address
     */
    public Destination(String name, List<Spot> sites, Spot known, long as) {
        this.name = name;
        this.sites = List.copyOf(sites);
        this.directions = sites.stream().map(Spot::direction).toArray(Direction[]::new);
        this.known = known;
        this.as = as;
    }

    public String name() {
        return name;
    }

    public List<Spot> sites() {
        return sites;
    }

    public Spot known() {
        return known;
    }

    public long as() {
        return as;
    }

    public boolean replicated() {
        return sites.size() > 1;
    }

    /** How far the nearest site is, in kilometres. */
    public double km(Direction from) {
        return directions[nearest(from)].km(from);
    }

    /** The nearest site. */
    public Spot site(Direction from) {
        return sites.get(nearest(from));
    }

    private int nearest(Direction from) {
        int nearest = 0;
        for (int i = 1; i < directions.length; i++) {
            nearest = directions[i].cosine(from) > directions[nearest].cosine(from) ? i : nearest;
        }
        return nearest;
    }
}
