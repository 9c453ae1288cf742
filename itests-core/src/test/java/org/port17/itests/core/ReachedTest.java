package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.circuit.CircuitService;
import org.port17.circuit.GivenRules;
import org.port17.places.LearnedPlaces;
import org.port17.places.PlaceFile;
import org.port17.route.random.RandomRoute;
import org.port17.spi.dialer.Reached;
import org.port17.spi.place.DestinationPlace;
import org.port17.spi.place.DestinationPlace.Kind;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Places;
import org.port17.spi.place.Report;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.LevelWish;
import org.port17.spi.rule.NodeTerms;
import org.port17.spi.rule.RuleBook;
import org.port17.spi.rule.Ruling;

/** What an exit saw of a destination reaches the client, and nobody who did not ask. */
class ReachedTest {
    private static final PlaceTable TABLE = PlaceFile.embedded();
    private static final Destination ECHO = new Destination("echo", 80);
    /** An address of a hoster in Germany. */
    private static final byte[] HOSTED = {88, (byte) 198, 0, 1};

    private final Places places = () -> TABLE;
    private final LearnedPlaces learned = new LearnedPlaces(places);
    private TestNet net;
    private CircuitService client;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(6);
        net.origins.host("echo", Hosts.Echo::new);
        start(net.plugins());
    }

    private void start(FixedPlugins plugins) throws Exception {
        client = Settings.component(
                CircuitService.class,
                TestNet.local(Map.of()),
                net.links(plugins, net.map, null),
                net.map,
                plugins,
                places,
                learned);
        net.loop.runUntilIdle();
    }

    @Test
    void theClientLearnsWhereTheDestinationStands() throws Exception {
        net.origins.reached = reached(Duration.ofNanos(300_000));
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("browser", ECHO));
        connect("browser");
        DestinationPlace place = learned.placeOf("browser", ECHO);
        assertEquals(Kind.LEARNED, place.kind());
        assertEquals(24_940, place.place().as());
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("mail", ECHO));
    }

    @Test
    void anExitThatClaimsMoreTimeThanPassedIsNotBelieved() throws Exception {
        net.origins.reached = reached(Duration.ofSeconds(5));
        connect("browser");
        assertEquals(DestinationPlace.UNKNOWN, learned.placeOf("browser", ECHO));
        assertEquals(1, learned.refused());
    }

    /** A rule wants exits next to the destination, where a place gains most. */
    @Test
    void oneExitsWordDoesNotDrawExitsNextToAPlace() throws Exception {
        List<Boolean> next = new ArrayList<>();
        RandomRoute random = new RandomRoute();
        net.strategy = new RouteStrategy() {
            @Override
            public String name() {
                return "watched";
            }

            @Override
            public Route plan(RouteRequest request, NetworkView view, RandomGenerator generator)
                    throws Port17Exception {
                next.add(request.wish().nextToDestination());
                return random.plan(request, view, generator);
            }
        };
        start(net.plugins());
        Ruling wanted = new Ruling(
                1, "r", Action.TUNNEL, LevelWish.NONE, NodeTerms.ANY, NodeTerms.ANY, NodeTerms.ANY, true, false);
        GivenRules.come(client, new RuleBook() {
            @Override
            public Ruling ruling(String application, Destination destination) {
                return wanted;
            }

            @Override
            public Ruling explain(String application, Destination destination) {
                return wanted;
            }

            @Override
            public AutoCloseable onChange(Runnable listener) {
                return () -> {};
            }
        });
        net.origins.reached = reached(Duration.ofNanos(300_000));
        connect("browser");
        assertEquals(1, learned.placeOf("browser", ECHO).exits());
        client.renewCircuits();
        net.loop.runUntilIdle();
        connect("browser");
        learned.told("browser", ECHO, new Report("another", Place.UNKNOWN, new byte[] {88, (byte) 198, 0}, 0.3, 1));
        client.renewCircuits();
        net.loop.runUntilIdle();
        connect("browser");
        assertEquals(3, next.size());
        assertFalse(next.get(0), "nothing is known");
        assertFalse(next.get(1), "one owner's word");
        assertTrue(next.get(2), "two owners agree");
    }

    @Test
    void anExitThatSaysNothingIsNoMatter() throws Exception {
        connect("browser");
        assertEquals(0, learned.size());
        assertEquals(0, learned.refused());
    }

    @Test
    void aClientWithoutPlacesIsConnectedAllTheSame() throws Exception {
        net.origins.reached = reached(Duration.ofNanos(300_000));
        client = net.client(Map.of());
        net.loop.runUntilIdle();
        connect("browser");
        assertEquals(0, learned.size());
    }

    private void connect(String application) throws Exception {
        App app = new App(client, application, "echo");
        // Which exits may carry the stream is known by its first bytes.
        app.send("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        net.loop.runUntilIdle();
        assertNull(app.failure);
        assertTrue(app.connected);
    }

    private static Optional<Reached> reached(Duration within) throws Exception {
        return Optional.of(new Reached(InetAddress.getByAddress(HOSTED), within));
    }
}
