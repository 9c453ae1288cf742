package org.port17.route.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.route.kit.Guards;
import org.port17.route.kit.Levels;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.ExitOutlook;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.route.RouteWish;
import org.port17.testkit.ListedNetwork;
import org.port17.testkit.RouteStrategyContract;

class NearRouteTest extends RouteStrategyContract {
    private static final List<Node> NODES = Fresh.nodes(1000);
    private static final ListedNetwork NETWORK = new ListedNetwork(NODES);
    private static final List<ExitCandidate> EXITS = Fresh.exits(NODES);

    @Override
    protected RouteStrategy strategy() {
        NearRoute route = Fresh.route(1, "");
        return new RouteStrategy() {
            @Override
            public String name() {
                return NearStrategy.NAME_VALUE;
            }

            @Override
            public Route plan(RouteRequest request, NetworkView view, java.util.random.RandomGenerator random)
                    throws Port17Exception {
                return route.plan(request, view, random);
            }
        };
    }

    /** Entries of one owner are not kept twice, and at most eight are chosen. */
    @Override
    protected boolean exact() {
        return false;
    }

    /** The exit is kept for a day, so other domains are asked for. */
    @Test
    @Override
    protected void spreadsOverExitsAndEntries() {
        Set<NodeId> exits = new HashSet<>();
        Set<NodeId> entries = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            byte[] salt = new byte[32];
            salt[0] = (byte) seed;
            NearRoute near = Fresh.route(Levels.standard(), 1, "", salt);
            try {
                Route route = near.plan(request("d" + seed, 1, "US"), NETWORK, new Random(seed));
                exits.add(route.exit().id());
                entries.add(route.entry().id());
            } catch (Port17Exception e) {
                throw new AssertionError(e);
            }
        }
        assertTrue(exits.size() > 30 && entries.size() > 30, exits.size() + " exits, " + entries.size() + " entries");
    }

    /** An operator replaces the places file: the next map goes by the new one, and a map by one table alone. */
    @Test
    void placesAreTakenOncePerMap() throws Port17Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<PlaceTable> table = new AtomicReference<>(new Fresh.TestPlaces());
        NearRoute near = Fresh.route(Levels.standard(), 1, "CH", new byte[32], () -> {
            asked.incrementAndGet();
            return table.get();
        });
        for (int i = 0; i < 20; i++) {
            near.plan(request("d" + i, 1, "US"), NETWORK, new Random(i));
        }
        assertEquals(1, asked.get());
        near.plan(request("a", 1, "US"), new ListedNetwork(NODES.subList(1, NODES.size())), new Random(1));
        near.plan(request("a", 1, "US"), new ListedNetwork(NODES), new Random(1));
        assertTrue(asked.get() <= 3, "" + asked.get());
        int before = asked.get();
        table.set(new Fresh.TestPlaces());
        near.plan(request("a", 1, "US"), new ListedNetwork(NODES.subList(2, NODES.size())), new Random(1));
        assertEquals(before + 1, asked.get());
    }

    @Test
    void exitsStandNearTheDestination() throws Port17Exception {
        for (String country : List.of("NO", "JP", "BR", "ZA", "AU")) {
            int there = 0;
            NearRoute near = Fresh.route(1, "");
            for (int i = 0; i < 200; i++) {
                Route route = near.plan(request("d" + i, 1, country), NETWORK, new Random(i));
                there += route.exit().country().equals(country) ? 1 : 0;
            }
            // A tenth of the capacity stands there, a twelfth is taken.
            assertEquals(200, there, country);
        }
    }

    @Test
    void theExitIsTheSameForAnApplicationDomainAndDayAndWhereverTheClientIs() throws Port17Exception {
        Set<NodeId> exits = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            Node first = plan("d" + i, "CH", "US", i).exit();
            assertEquals(first, plan("d" + i, "CH", "US", i + 7).exit(), "again");
            assertEquals(first, plan("d" + i, "JP", "US", i).exit(), "from another place");
            exits.add(first.id());
        }
        assertTrue(exits.size() > 20, "domains have exits of their own: " + exits.size());
    }

    private static Route plan(String domain, String client, String destination, int seed) throws Port17Exception {
        return Fresh.route(1, client).plan(request(domain, 1, destination), NETWORK, new Random(seed));
    }

    @Test
    void anotherTurnDrawsAnotherExit() throws Port17Exception {
        NearRoute near = Fresh.route(1, "");
        int moved = 0;
        for (int i = 0; i < 50; i++) {
            Node first = near.plan(turn("d" + i, 0), NETWORK, new Random(1)).exit();
            Node second = near.plan(turn("d" + i, 1), NETWORK, new Random(1)).exit();
            moved += first.equals(second) ? 0 : 1;
        }
        assertTrue(moved > 40, "moved " + moved);
    }

    private static RouteRequest turn(String domain, int turn) {
        return Fresh.request(
                EXITS,
                Set.of(),
                new RouteWish("app", domain, 1, turn, false, Fresh.place("US"), RouteWish.ANY, RouteWish.ANY));
    }

    /** Who keeps cells cannot say that another is gone: the client goes round among the few. */
    @Test
    void whoLetsExitsFailSeesFewOfThem() throws Port17Exception {
        NearRoute near = Fresh.route(1, "");
        Set<NodeId> failed = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            failed.add(near.plan(refused(Set.of(), failed), NETWORK, new Random(i))
                    .exit()
                    .id());
        }
        assertEquals(NearRoute.EXITS, failed.size());
    }

    @Test
    void whileOneOfTheFirstExitsMayBeReachedNoFurtherOneIsDrawn() throws Port17Exception {
        NearRoute near = Fresh.route(1, "");
        Set<NodeId> dead = new HashSet<>();
        for (int i = 0; i < NearRoute.EXITS - 1; i++) {
            dead.add(near.plan(refused(dead, Set.of()), NETWORK, new Random(i))
                    .exit()
                    .id());
        }
        Node last = near.plan(refused(dead, Set.of()), NETWORK, new Random(7)).exit();
        for (int i = 0; i < 50; i++) {
            assertEquals(
                    last,
                    near.plan(refused(dead, Set.of(last.id())), NETWORK, new Random(i))
                            .exit());
        }
    }

    /** A third of a network dies, and another third of the rest: of six exits all are gone for one client in fifty. */
    @Test
    void asManyExitsFollowOnceAllOfTheFirstAreSaidToBeGone() throws Port17Exception {
        NearRoute near = Fresh.route(1, "");
        Set<NodeId> dead = new HashSet<>();
        Port17Exception end = null;
        for (int i = 0; i < 100 && end == null; i++) {
            try {
                dead.add(near.plan(refused(dead, Set.of()), NETWORK, new Random(i))
                        .exit()
                        .id());
            } catch (Port17Exception e) {
                end = e;
            }
        }
        assertEquals(2 * NearRoute.EXITS, dead.size());
        assertEquals(ErrorKind.NO_ROUTE, end.kind());
    }

    private static RouteRequest refused(Set<NodeId> dead, Set<NodeId> doubted) {
        RouteRequest like = Fresh.request(EXITS, "d", 1, Fresh.place("US"), dead);
        return new RouteRequest(like.destination(), like.hops(), like.exits(), dead, doubted, like.wish());
    }

    @Test
    void entriesAreKept() throws Port17Exception {
        NearRoute near = Fresh.route(1, "CH");
        Set<NodeId> entries = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            entries.add(near.plan(request("d" + i, 1, "US"), NETWORK, new Random(i))
                    .entry()
                    .id());
        }
        assertTrue(entries.size() <= 2, "one, and the next where it collides: " + entries.size());
        List<Node> standing = near.standing(NETWORK, new Random(1));
        assertEquals(Guards.READY, standing.size());
        assertTrue(entries.contains(standing.get(0).id()));
    }

    /** Whether somebody withholds an entry's prekeys or it is gone from the map decides whether its place is free. */
    @Test
    void entriesThatTheMapListsKeepTheirPlacesThoughTheyCannotBeUsed() {
        assertEquals(8, entriesThatServed(true));
        assertEquals(16, entriesThatServed(false));
    }

    /** How many serve one after the other if each that did cannot be used any more. @param listed whether the map still has it */
    private static int entriesThatServed(boolean listed) {
        NearRoute near = Fresh.route(1, "");
        Set<NodeId> entries = new HashSet<>();
        try {
            while (entries.size() < 40) {
                List<Node> left = NODES.stream()
                        .filter(node -> !entries.contains(node.id()))
                        .toList();
                NetworkView view = new ListedNetwork(left).listing(listed ? NODES : left);
                RouteRequest request = Fresh.request(Fresh.exits(left), "d", 1, Fresh.place("US"), Set.of());
                entries.add(near.plan(request, view, new Random(1)).entry().id());
            }
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.NO_ROUTE, e.kind());
        }
        return entries.size();
    }

    @Test
    void levelsHaveTheirNumberOfNodesAndTheirRules() throws Port17Exception {
        Set<Boolean> kinds = new HashSet<>();
        for (int level = 1; level <= 4; level++) {
            NearRoute near = Fresh.route(1, "CH");
            for (int i = 0; i < 50; i++) {
                Route route = near.plan(request("d" + i, level, "US"), NETWORK, new Random(i));
                assertEquals(level <= 2 ? 3 : level + 1, route.nodes().size());
                if (level >= 3) {
                    assertNotEquals(route.entry().country(), route.exit().country());
                    assertTrue(route.exit().trusted() || route.exit().certified());
                    kinds.add(route.exit().trusted());
                }
                if (level == 4) {
                    assertNotEquals("CH", route.exit().country());
                    assertNotEquals("CH", route.entry().country());
                }
            }
        }
        assertEquals(Set.of(true, false), kinds, "an owner's certificate is enough");
    }

    @Test
    void levelFourRefusesWithoutTheClientsCountryAndUnknownLevelsAreRefused() {
        var four = assertThrows(
                Port17Exception.class, () -> Fresh.route(1, "").plan(request("d", 4, "US"), NETWORK, new Random(1)));
        assertTrue(four.getMessage().contains("client.country"), four.getMessage());
        var nine = assertThrows(
                Port17Exception.class, () -> Fresh.route(1, "").plan(request("d", 9, "US"), NETWORK, new Random(1)));
        assertTrue(nine.getMessage().contains("no level 9"), nine.getMessage());
        assertEquals(ErrorKind.NO_ROUTE, nine.kind());
    }

    @Test
    void nodesThatRulesKeepOutAreNotUsed() throws Port17Exception {
        NearRoute near = Fresh.route(1, "");
        for (int i = 0; i < 100; i++) {
            var wish = new RouteWish(
                    "app",
                    "d" + i,
                    1,
                    0,
                    false,
                    Fresh.place("US"),
                    node -> node.country().equals("NO"),
                    node -> node.country().equals("ZA"));
            Route route = near.plan(Fresh.request(EXITS, Set.of(), wish), NETWORK, new Random(i));
            assertEquals("NO", route.entry().country());
            assertEquals("ZA", route.nodes().get(1).country());
        }
    }

    @Test
    void theOutlookIsWhatThePlanDoesAndHasNoEffect() throws Port17Exception {
        NearRoute near = Fresh.route(1, "");
        for (int i = 0; i < 30; i++) {
            RouteRequest request = request("d" + i, 1, "JP");
            ExitOutlook outlook = near.outlook(request, NETWORK).orElseThrow();
            assertEquals(
                    outlook.exit(), near.plan(request, NETWORK, new Random(i)).exit());
            assertEquals(10, outlook.gain(), 0.01, "a tenth of the capacity stands there and is drawn evenly");
            assertTrue(outlook.owners() >= 24, "owners " + outlook.owners());
        }
    }

    @Test
    void aPlaceThatNobodyKnowsIsSaidToBeUnknown() throws Port17Exception {
        ExitOutlook outlook = Fresh.route(1, "")
                .outlook(Fresh.request(EXITS, "d.example", 1, Place.UNKNOWN, Set.of()), NETWORK)
                .orElseThrow();
        assertTrue(String.join(" ", outlook.notes()).contains("place is unknown"), outlook.notes()::toString);
        assertFalse(outlook.notes().toString().contains("d.example"), "notes name no destination");
    }

    @Test
    void aNewMapKeepsEntriesAndMostExits() throws Port17Exception {
        NearRoute near = Fresh.route(1, "");
        List<Node> later = NODES.subList(10, NODES.size());
        ListedNetwork view = new ListedNetwork(later);
        int same = 0;
        for (int i = 0; i < 100; i++) {
            Node before =
                    near.plan(request("d" + i, 1, "US"), NETWORK, new Random(i)).exit();
            Node after = near.plan(
                            Fresh.request(Fresh.exits(later), "d" + i, 1, Fresh.place("US"), Set.of()),
                            view,
                            new Random(i))
                    .exit();
            same += before.equals(after) ? 1 : 0;
        }
        assertTrue(same > 80, "of 100 exits stayed " + same);
    }

    private static RouteRequest request(String domain, int level, String country) {
        return Fresh.request(EXITS, domain, level, Fresh.place(country), Set.of());
    }
}
