package org.port17.sim.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Real addresses by country, in two kinds: those whose autonomous system's name says hosting, and all others. Found by
 * asking the registry about random ones, so a network weighs as much as the addresses that it announces.
 */
public final class Addresses {
    private static final List<String> HOSTING = List.of(
            "host",
            "cloud",
            "server",
            "data",
            "vps",
            "dedi",
            "colo",
            "ovh",
            "hetzner",
            "digitalocean",
            "linode",
            "akamai",
            "amazon",
            "google",
            "microsoft",
            "oracle",
            "leaseweb",
            "contabo",
            "scaleway",
            "online",
            "vultr",
            "choopa",
            "m247",
            "ionos",
            "netcup",
            "worldstream",
            "aeza",
            "quadranet",
            "psychz",
            "zenlayer");

    private final Map<String, Pool> hosting = new HashMap<>();
    private final Map<String, Pool> others = new HashMap<>();
    private final Map<String, Integer> organisations = new HashMap<>();

    /**
     * @param address IPv4
     * @param as autonomous system
     * @param organisation the system's, as a number: equal for equal names
     * @param spot where the registry takes it to stand
     * @param city whether that is a city; otherwise it stands for the whole country
     */
    public record Found(int address, long as, int organisation, Spot spot, boolean city) {}

    /** Networks of 256 addresses, each with its holder. */
    private static final class Pool {
        private final List<Found> networks = new ArrayList<>();
    }

    /** @param tries how many random addresses the registry is asked for */
    public Addresses(Registry registry, int tries, RandomGenerator random) {
        for (int i = 0; i < tries; i++) {
            int address = random.nextInt();
            registry.holder(address).ifPresent(holder -> {
                Map<String, Pool> kind = hosts(holder.organisation()) ? hosting : others;
                String name = holder.organisation().toLowerCase(Locale.ROOT);
                int organisation = organisations.computeIfAbsent(name, n -> organisations.size() + 1);
                kind.computeIfAbsent(holder.country(), c -> new Pool())
                        .networks
                        .add(new Found(
                                address & ~0xff,
                                holder.as(),
                                organisation,
                                new Spot(holder.country(), holder.latitude(), holder.longitude()),
                                holder.city()));
            });
        }
        if (hosting.isEmpty() && others.isEmpty()) {
            throw new IllegalArgumentException("the registry knows no address");
        }
    }

    /** Whether an organisation's name is one of a company that rents computers out. */
    public static boolean hosts(String organisation) {
        String name = organisation.toLowerCase(Locale.ROOT);
        return HOSTING.stream().anyMatch(name::contains);
    }

    /**
     * An address of that country, of the wanted kind if the country has one, that {@code taken} does not hold yet.
     *
     * @throws IllegalArgumentException for a country without addresses
     */
    public Found draw(String country, boolean fromHosting, Set<Integer> taken, RandomGenerator random) {
        Pool pool = (fromHosting ? hosting : others).get(country);
        if (pool == null) {
            pool = (fromHosting ? others : hosting).get(country);
        }
        if (pool == null) {
            throw new IllegalArgumentException("no address was found in " + country);
        }
        while (true) {
            Found network = pool.networks.get(random.nextInt(pool.networks.size()));
            int address = network.address() | random.nextInt(1, 255);
            if (taken.add(address)) {
                return new Found(address, network.as(), network.organisation(), network.spot(), network.city());
            }
        }
    }

    /** Whether any address of the country was found. */
    public boolean knows(String country) {
        return hosting.containsKey(country) || others.containsKey(country);
    }
}
