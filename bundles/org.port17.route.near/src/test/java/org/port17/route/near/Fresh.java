package org.port17.route.near;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.port17.api.Destination;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.route.kit.Guards;
import org.port17.route.kit.Level;
import org.port17.route.kit.Levels;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceSource;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Places;
import org.port17.spi.place.RangeVisitor;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteWish;

/** Strategies, nodes and places for tests. */
final class Fresh {
    static final long NOW = 1_790_000_000L;
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));
    private static final String[] COUNTRIES = {"CH", "NO", "US", "JP", "BR", "ZA", "DE", "FR", "IN", "AU"};

    private Fresh() {}

    static NearRoute route(int floor, String country) {
        return route(Levels.standard(), floor, country, new byte[32]);
    }

    static NearRoute route(List<Level> levels, int floor, String country, byte[] salt) {
        PlaceTable table = new TestPlaces();
        return route(levels, floor, country, salt, () -> table);
    }

    static NearRoute route(List<Level> levels, int floor, String country, byte[] salt, Places places) {
        return new NearRoute(new LevelSet(levels, floor), country, new Guards(salt), Optional.of(places), CLOCK);
    }

    /** Nodes of many owners in ten countries, old and measured; half are exits, every third trusted, every seventh certified. */
    static List<Node> nodes(int count) {
        Random random = new Random(count);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] id = new byte[NodeId.BYTES];
            random.nextBytes(id);
            nodes.add(new Node(
                    NodeId.of(id, 0),
                    "n" + i,
                    "owner" + i,
                    COUNTRIES[i % 10],
                    64_000 + i,
                    i % 20 < 10,
                    i % 3 == 0,
                    List.of(new Endpoint("tcp", "10.0.0.1:" + (1000 + i))),
                    List.of(0x0101),
                    "00",
                    1 << 20,
                    NOW - 86_400L * 300,
                    i % 7 == 0 ? "5".repeat(64) : ""));
        }
        return nodes;
    }

    static List<ExitCandidate> exits(List<Node> nodes) {
        return nodes.stream()
                .filter(Node::exit)
                .map(node -> new ExitCandidate(node, 1))
                .toList();
    }

    static RouteRequest request(List<ExitCandidate> exits, String domain, int level, Place place, Set<NodeId> avoid) {
        return request(
                exits, avoid, new RouteWish("app", domain, level, 0, false, place, RouteWish.ANY, RouteWish.ANY));
    }

    static RouteRequest request(List<ExitCandidate> exits, Set<NodeId> avoid, RouteWish wish) {
        int nodes = Math.max(3, wish.level() + 1);
        return new RouteRequest(new Destination(wish.domain(), 443), wish.level() == 2 ? 3 : nodes, exits, avoid, wish);
    }

    static Place place(String country) {
        return new TestPlaces().placeOf(country);
    }

    static NearSettings settings(Path file) {
        return new NearSettings(1, "", file);
    }

    /** Ten countries, no address. */
    static final class TestPlaces implements PlaceTable {
        private static final double[][] MIDDLES = {
            {47, 8}, {60, 11}, {39, -77}, {36, 140}, {-23, -47}, {-26, 28}, {50, 9}, {49, 2}, {19, 73}, {-34, 151}
        };

        @Override
        public Place placeOf(String country) {
            for (int i = 0; i < COUNTRIES.length; i++) {
                if (COUNTRIES[i].equals(country)) {
                    return new Place(country, 0, 0, MIDDLES[i][0], MIDDLES[i][1], 100, true);
                }
            }
            return Place.UNKNOWN;
        }

        @Override
        public Place place(byte[] address) {
            return Place.UNKNOWN;
        }

        @Override
        public int slot4(int address) {
            return NOWHERE;
        }

        @Override
        public int slot6(long high, long low) {
            return NOWHERE;
        }

        @Override
        public int slots() {
            return 1;
        }

        @Override
        public String country(int slot) {
            return Place.NO_COUNTRY;
        }

        @Override
        public long as(int slot) {
            return 0;
        }

        @Override
        public int organisation(int slot) {
            return 0;
        }

        @Override
        public Place placeOf(int slot) {
            return Place.UNKNOWN;
        }

        @Override
        public int organisationOf(long as) {
            return (int) as;
        }

        @Override
        public String nameOf(int organisation) {
            return "";
        }

        @Override
        public void ranges(RangeVisitor visitor) {
            // There are none.
        }

        @Override
        public PlaceSource source() {
            return new PlaceSource("test", "", "embedded", "", 0, 0, "");
        }
    }
}
