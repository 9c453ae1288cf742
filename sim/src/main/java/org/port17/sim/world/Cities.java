package org.port17.sim.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** The cities of the world, where hosting stands, and how nodes, servers and clients are spread over countries. */
public final class Cities {
    private static final int HUBS = 6;

    private final List<String> countries = new ArrayList<>();
    private final Map<String, Town> towns = new HashMap<>();
    private final Weighted nodes;
    private final Weighted servers;
    private final Weighted clients;

    /** One country: its cities by population, its hubs by weight, the middle of its people. */
    private record Town(List<Spot> cities, Weighted byPeople, List<Spot> hubs, Weighted byHosting, Direction middle) {}

    public Cities() {
        List<double[]> shares = new ArrayList<>();
        for (String[] row : rows("countries.tsv", 4)) {
            countries.add(row[0]);
            shares.add(new double[] {number(row[1]), number(row[2]), number(row[3])});
        }
        nodes = new Weighted(column(shares, 0));
        servers = new Weighted(column(shares, 1));
        clients = new Weighted(column(shares, 2));
        Map<String, List<String[]>> cities = byCountry("cities.tsv");
        Map<String, List<String[]>> hubs = byCountry("hubs.tsv");
        for (String country : countries) {
            List<String[]> all = Objects.requireNonNull(cities.get(country), country);
            List<String[]> few = hubs.getOrDefault(country, all.subList(0, Math.min(HUBS, all.size())));
            towns.put(country, new Town(spots(all), weights(all), spots(few), weights(few), middle(all)));
        }
    }

    /** Where a node stands: eight of ten in a hub of its country. */
    public Spot node(RandomGenerator random) {
        return in(countries.get(nodes.draw(random)), 0.8, random);
    }

    /** Where a server stands: six of ten in a hub of its country, so that not all have a node in their city. */
    public Spot server(RandomGenerator random) {
        return in(countries.get(servers.draw(random)), 0.6, random);
    }

    /** Where a client stands: where people live. */
    public Spot client(RandomGenerator random) {
        return in(countries.get(clients.draw(random)), 0, random);
    }

    /** A place in a country that nodes are in, for an address that is not where its country's file says. */
    public Spot in(String country, double hubShare, RandomGenerator random) {
        Town town = towns.get(country);
        return random.nextDouble() < hubShare
                ? town.hubs().get(town.byHosting().draw(random))
                : town.cities().get(town.byPeople().draw(random));
    }

    /** The middle of a country's city dwellers: where a client is taken to stand that says its country only. */
    public Direction middle(String country) {
        return towns.get(country).middle();
    }

    /** Every hub of every country, the heaviest countries first: where an attacker would rent. */
    public List<Spot> hubs() {
        return countries.stream().flatMap(c -> towns.get(c).hubs().stream()).toList();
    }

    /** The countries of the model, in the order of their file. */
    public List<String> countries() {
        return List.copyOf(countries);
    }

    private static Map<String, List<String[]>> byCountry(String file) {
        Map<String, List<String[]>> found = new HashMap<>();
        for (String[] row : rows(file, 5)) {
            found.computeIfAbsent(row[0], c -> new ArrayList<>()).add(row);
        }
        return found;
    }

    private static List<Spot> spots(List<String[]> rows) {
        return rows.stream()
                .map(r -> new Spot(r[0], number(r[1]), number(r[2])))
                .toList();
    }

    private static Weighted weights(List<String[]> rows) {
        return new Weighted(rows.stream().mapToDouble(r -> number(r[3])).toArray());
    }

    private static Direction middle(List<String[]> rows) {
        double x = 0;
        double y = 0;
        double z = 0;
        for (String[] row : rows) {
            Direction city = Direction.of(number(row[1]), number(row[2]));
            x += city.x() * number(row[3]);
            y += city.y() * number(row[3]);
            z += city.z() * number(row[3]);
        }
        double length = Math.sqrt(x * x + y * y + z * z);
        return new Direction(x / length, y / length, z / length);
    }

    private static double[] column(List<double[]> rows, int at) {
        return rows.stream().mapToDouble(r -> r[at]).toArray();
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    private static List<String[]> rows(String file, int columns) {
        List<String[]> found = new ArrayList<>();
        try (var in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Cities.class.getResourceAsStream(file), file), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] row = line.split("\t");
                if (row.length != columns) {
                    throw new IllegalStateException(file + " has a line without " + columns + " columns: " + line);
                }
                found.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return found;
    }
}
