package org.port17.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.rule.NodeTerms;
import org.port17.testkit.RandomNetwork;

class ExitsOfDayTest {
    private static final Destination SITE = new Destination("example.org", 443);
    private final ExitsOfDay exits = new ExitsOfDay();
    private final List<ExitCandidate> candidates = new ArrayList<>();

    ExitsOfDayTest() {
        Random random = new Random(1);
        for (int i = 0; i < 14; i++) {
            candidates.add(new ExitCandidate(RandomNetwork.node(random, i, "owner" + i, 1 + i), 1));
        }
    }

    private static Wanted wanted(String application, boolean trusted, Predicate<Node> exit) {
        return new Wanted(
                application, SITE, "example.org", 0, false, false, trusted, exit, NodeTerms.ANY, NodeTerms.ANY);
    }

    private static final Wanted WANTED = wanted("app", false, NodeTerms.ANY);

    @Test
    void afterSixNoOtherOneIsOffered() {
        RouteRequest any = new RouteRequest(SITE, 3, candidates, Set.of());
        for (int i = 0; i < ExitsOfDay.MOST; i++) {
            assertSame(any, exits.bounded(any, WANTED, 0, 100, Set.of()));
            exits.took(candidates.get(i).node().id(), WANTED, 0, 100);
            exits.took(candidates.get(i).node().id(), WANTED, 0, 100);
        }
        assertEquals(
                candidates.subList(0, 6),
                exits.bounded(any, WANTED, 0, 100, Set.of()).exits());
        assertSame(any, exits.bounded(any, WANTED, 1, 100, Set.of()), "the user wants others");
        assertSame(any, exits.bounded(any, WANTED, 0, 101, Set.of()), "another day");
        assertSame(
                any,
                exits.bounded(any, wanted("other", false, NodeTerms.ANY), 0, 100, Set.of()),
                "another application");
        assertSame(
                any,
                exits.bounded(any, wanted("app", true, NodeTerms.ANY), 0, 100, Set.of()),
                "what its exit can read");
        assertSame(any, exits.bounded(any, wanted("app", false, node -> true), 0, 100, Set.of()), "another rule");
    }

    @Test
    void oneMoreIsOfferedWhileNoneOfThoseUsedCanBeReachedAndTwiceAsManyAtMost() {
        RouteRequest any = new RouteRequest(SITE, 3, candidates, Set.of());
        Set<NodeId> dead = new HashSet<>();
        for (int i = 0; i < ExitsOfDay.MOST; i++) {
            exits.took(candidates.get(i).node().id(), WANTED, 0, 100);
        }
        for (int i = 0; i < 2 * ExitsOfDay.MOST; i++) {
            NodeId next = candidates.get(i).node().id();
            if (i >= ExitsOfDay.MOST) {
                assertSame(any, exits.bounded(any, WANTED, 0, 100, dead));
                exits.took(next, WANTED, 0, 100);
                assertEquals(
                        i + 1, exits.bounded(any, WANTED, 0, 100, dead).exits().size(), "this one serves");
            }
            dead.add(next);
        }
        assertEquals(
                candidates.subList(0, 2 * ExitsOfDay.MOST),
                exits.bounded(any, WANTED, 0, 100, dead).exits());
    }

    @Test
    void whoCannotBeReachedCountsAndWhoIsGoneDoesNot() {
        for (int i = 0; i < ExitsOfDay.MOST; i++) {
            exits.took(candidates.get(i).node().id(), WANTED, 0, 100);
        }
        RouteRequest unreachable = new RouteRequest(
                SITE, 3, candidates, Set.of(candidates.get(0).node().id()));
        assertEquals(
                candidates.subList(0, 6),
                exits.bounded(unreachable, WANTED, 0, 100, Set.of()).exits());
        RouteRequest gone = new RouteRequest(SITE, 3, candidates.subList(1, 14), Set.of());
        assertSame(gone, exits.bounded(gone, WANTED, 0, 100, Set.of()), "one more takes its place");
    }
}
