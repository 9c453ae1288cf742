package org.port17.sim.world;

import java.util.Arrays;

/**
 * One generated network, as columns: node {@code i} has entry {@code i} of each. Where a node stands and what the map
 * says of it are two things: round trips follow the first, routes are drawn by the second.
 */
public final class World {
    private final Cities cities;
    final int[] address;
    final int[] owner;
    final int[] as;
    final int[] hoster;
    final String[] country;
    final double[] latitude;
    final double[] longitude;
    private final Direction[] direction;
    final Spot[] known;
    final Spot[] found;
    final long[] capacity;
    final boolean[] exit;
    final boolean[] verified;
    final long[] ageSeconds;

    World(int size, Cities cities) {
        this(
                cities,
                new int[size],
                new int[size],
                new int[size],
                new int[size],
                new String[size],
                new double[size],
                new double[size],
                new Direction[size],
                new Spot[size],
                new Spot[size],
                new long[size],
                new boolean[size],
                new boolean[size],
                new long[size]);
    }

    private World(
            Cities cities,
            int[] address,
            int[] owner,
            int[] as,
            int[] hoster,
            String[] country,
            double[] latitude,
            double[] longitude,
            Direction[] direction,
            Spot[] known,
            Spot[] found,
            long[] capacity,
            boolean[] exit,
            boolean[] verified,
            long[] ageSeconds) {
        this.cities = cities;
        this.address = address;
        this.owner = owner;
        this.as = as;
        this.hoster = hoster;
        this.country = country;
        this.latitude = latitude;
        this.longitude = longitude;
        this.direction = direction;
        this.known = known;
        this.found = found;
        this.capacity = capacity;
        this.exit = exit;
        this.verified = verified;
        this.ageSeconds = ageSeconds;
    }

    /** This network and room for more nodes behind its own. */
    World extended(int more) {
        int size = size() + more;
        return new World(
                cities,
                Arrays.copyOf(address, size),
                Arrays.copyOf(owner, size),
                Arrays.copyOf(as, size),
                Arrays.copyOf(hoster, size),
                Arrays.copyOf(country, size),
                Arrays.copyOf(latitude, size),
                Arrays.copyOf(longitude, size),
                Arrays.copyOf(direction, size),
                Arrays.copyOf(known, size),
                Arrays.copyOf(found, size),
                Arrays.copyOf(capacity, size),
                Arrays.copyOf(exit, size),
                Arrays.copyOf(verified, size),
                Arrays.copyOf(ageSeconds, size));
    }

    void place(int node, double degreesNorth, double degreesEast) {
        latitude[node] = degreesNorth;
        longitude[node] = degreesEast;
        direction[node] = Direction.of(degreesNorth, degreesEast);
    }

    public int size() {
        return address.length;
    }

    /** IPv4. */
    public int address(int node) {
        return address[node];
    }

    /** Equal numbers, one declared owner. */
    public int owner(int node) {
        return owner[node];
    }

    /** Autonomous system. */
    public int as(int node) {
        return as[node];
    }

    /** Equal numbers, one organisation behind the autonomous systems. */
    public int hoster(int node) {
        return hoster[node];
    }

    /** ISO 3166-1 alpha-2, as the map and the registry have it. */
    public String country(int node) {
        return country[node];
    }

    /** Degrees, where the node really stands. */
    public double latitude(int node) {
        return latitude[node];
    }

    /** Degrees, where the node really stands. */
    public double longitude(int node) {
        return longitude[node];
    }

    /** Where the place database takes the node to stand. */
    public Spot known(int node) {
        return known[node];
    }

    /** Where clients take the node to stand, who have a map with what authorities measured. */
    public Spot found(int node) {
        return found[node];
    }

    /** Where a client of a country is taken to stand. */
    public Direction middle(String country) {
        return cities.middle(country);
    }

    /** Bytes a second, as measured. */
    public long capacity(int node) {
        return capacity[node];
    }

    public boolean exit(int node) {
        return exit[node];
    }

    /** Whether its owner has shown who it is. */
    public boolean verified(int node) {
        return verified[node];
    }

    /** Since it first appeared. */
    public long ageSeconds(int node) {
        return ageSeconds[node];
    }

    public Direction direction(int node) {
        return direction[node];
    }

    public double km(int a, int b) {
        return direction[a].km(direction[b]);
    }

    public double km(int node, Direction from) {
        return direction[node].km(from);
    }

    /** The number of the cell that a node lies in, for cells of so many degrees. */
    public int cell(int node, int latitudeStep, int longitudeStep) {
        return Spot.cell(latitude[node], longitude[node], latitudeStep, longitudeStep);
    }

    /** The summed capacity of all nodes, or of all exits. */
    public double capacity(boolean exitsOnly) {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += !exitsOnly || exit[i] ? capacity[i] : 0;
        }
        return sum;
    }
}
