package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.circuit.CircuitService;
import org.port17.places.LearnedPlaces;
import org.port17.places.PlaceFile;
import org.port17.spi.dialer.Reached;
import org.port17.spi.place.DestinationPlace;
import org.port17.spi.place.DestinationPlace.Kind;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Places;

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
        client = Settings.component(
                CircuitService.class,
                TestNet.local(Map.of()),
                net.links(net.plugins(), net.map, null),
                net.map,
                net.plugins(),
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
