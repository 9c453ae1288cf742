package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.CircuitView;
import org.port17.api.view.HopView;
import org.port17.circuit.CircuitService;
import org.port17.circuit.GivenRules;
import org.port17.route.random.RandomRoute;
import org.port17.rules.RuleFileBook;
import org.port17.spi.route.LevelTraits;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;

/** A rule file decides about real circuits over a network of eight exits. */
class RulesTest {
    @TempDir
    Path folder;

    private TestNet net;
    private CircuitService client;
    private RuleFileBook book;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(8);
        net.origins.host("echo", Hosts.Echo::new);
        client = net.client(Map.of());
        book = new RuleFileBook(folder.resolve("rules"), Clock.systemUTC());
        rules("");
        GivenRules.come(client, book);
        net.loop.runUntilIdle();
    }

    private void rules(String text) throws IOException {
        Files.writeString(folder.resolve("rules"), text);
        assertTrue(book.reload().good(), () -> book.file().errors().toString());
    }

    /** A strategy whose only level lets nothing leave in the clear without a rule that says so. */
    private static RouteStrategy guarded() {
        return new RouteStrategy() {
            @Override
            public String name() {
                return "guarded";
            }

            @Override
            public Route plan(RouteRequest request, NetworkView view, RandomGenerator random) throws Port17Exception {
                return new RandomRoute().plan(request, view, random);
            }

            @Override
            public int floor() {
                return 3;
            }

            @Override
            public List<LevelTraits> levels() {
                return List.of(new LevelTraits(3, "Guarded", 3, 5, 1, 1, true, true, 10, 30, List.of(), List.of()));
            }
        };
    }

    @Test
    void aLevelMayWantARuleForWhatIsNotEncrypted() throws Exception {
        net.strategy = guarded();
        client = net.client(Map.of());
        GivenRules.come(client, book);
        net.loop.runUntilIdle();
        rules("tunnel app mail exit trusted\ntunnel app other level 3");
        net.origins.host("mail.example", Hosts.Echo::new);
        App mail = new App(client, "mail", "mail.example", 25, false);
        net.loop.runUntilIdle();
        assertNull(mail.failure);
        for (String application : List.of("other", "third")) {
            Port17Exception e =
                    assertThrows(Port17Exception.class, () -> new App(client, application, "mail.example", 25, false));
            assertEquals(ErrorKind.NOT_ENCRYPTED, e.kind());
            assertTrue(e.getMessage().contains("exit trusted"), e.getMessage());
        }
    }

    @Test
    void nothingIsOpenedBeforeThereAreRules() throws Exception {
        CircuitService early = net.client(Map.of("without_rules", false));
        net.loop.runUntilIdle();
        Port17Exception e = assertThrows(Port17Exception.class, () -> new App(early, "", "echo"));
        assertEquals(ErrorKind.TARGET_DENIED, e.kind());
        GivenRules.come(early, book);
        new App(early, "", "echo");
    }

    @Test
    void aBlockedConnectionIsNotMade() throws Exception {
        rules("tunnel app mail host echo\nblock host ECHO.");
        assertNull(opened("mail").failure);
        Port17Exception e = assertThrows(Port17Exception.class, () -> new App(client, "other", "echo"));
        assertEquals(ErrorKind.TARGET_DENIED, e.kind());
        assertEquals("the rule in line 2 of the rule file blocks it", e.getMessage());
        assertEquals(List.of(1L, 1L), book.rules().stream().map(r -> r.hits()).toList());
    }

    @Test
    void everyPlaceOfARouteObeysItsConditions() throws Exception {
        rules("tunnel any isolate exit node n1, n2 entry not node n3, n4 transit not node n5 not owner owner6");
        Set<String> exits = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            App app = opened("");
            List<HopView> hops = last().hops();
            exits.add(hops.get(2).name());
            assertTrue(!Set.of("n3", "n4").contains(hops.get(0).name()), hops.toString());
            assertTrue(!Set.of("n5", "n6").contains(hops.get(1).name()), hops.toString());
            app.stream.reset(ErrorKind.CLOSED);
            net.loop.runUntilIdle();
        }
        assertEquals(Set.of("n1", "n2"), exits);
    }

    @Test
    void aRuleThatNoNodeMeetsIsNotStretched() throws Exception {
        rules("tunnel any exit country CH");
        Port17Exception e = assertThrows(Port17Exception.class, () -> new App(client, "", "echo"));
        assertEquals(ErrorKind.NO_ROUTE, e.kind());
    }

    @Test
    void connectionsShareACircuitByApplicationAndRule() throws Exception {
        opened("a");
        opened("a");
        assertEquals(1, circuits().size());
        opened("b");
        assertEquals(2, circuits().size());
        rules("# moved\ntunnel app a isolate");
        opened("a");
        opened("a");
        assertEquals(4, circuits().size());
    }

    @Test
    void newRulesHoldForNewConnectionsAndARuleBookThatWentAwayStillDoes() throws Exception {
        App running = opened("");
        rules("block any");
        assertThrows(Port17Exception.class, () -> new App(client, "", "echo"));
        GivenRules.go(client, book);
        assertThrows(Port17Exception.class, () -> new App(client, "", "echo"));
        running.send(new byte[] {7});
        net.loop.runUntilIdle();
        assertNull(running.failure);
        RuleFileBook next = new RuleFileBook(folder.resolve("none"), Clock.systemUTC());
        next.reload();
        GivenRules.come(client, next);
        assertNull(opened("").failure);
    }

    private App opened(String application) throws Exception {
        App app = new App(client, application, "echo");
        app.send(new byte[] {1});
        net.loop.runUntilIdle();
        return app;
    }

    private CircuitView last() {
        List<CircuitView> all = circuits();
        return all.get(all.size() - 1);
    }

    private List<CircuitView> circuits() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join();
    }
}
