package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.port17.itests.net.Application.Door;

/**
 * One download of 1 GiB through three nodes runs while every swap point is swapped in every way an operator has. Each
 * test is a step of it; the last one lets it finish.
 */
@ExtendWith(OneNet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HotSwapUnderLoadIT {
    private static final long SEED = 17;
    private static final long BYTES = 1L << 30;
    /** More than all windows and buffers on the way hold, so that it must have passed the link as it is now. */
    private static final long PROGRESS = 16L << 20;

    /** What comes fast from each order to swap on: some 30 of them leave a rest for the end. */
    private static final long RUSH = PROGRESS + (PROGRESS >> 1);

    private static final String NEAR = "near, level 1";
    private static final String AES = "P17_XWING_AES256GCM_SHA256_ED25519";
    private static final String CHACHA = "P17_XWING_CHACHA20POLY1305_SHA256_ED25519";
    private static final String TCP_BUNDLE = "org.port17.transport.tcp";

    private final Net net;
    private final PacedOrigin content = new PacedOrigin(SEED, BYTES);
    private final int port;
    private final Refreshes refreshes;
    private Origin origin;
    private Origin small;
    private Download download;
    private long stream;
    private long circuit;
    private List<String> route;

    HotSwapUnderLoadIT(Net net) throws IOException {
        this.net = net;
        this.port = net.originPort();
        this.refreshes = Refreshes.now(net);
    }

    @BeforeAll
    void startTheDownload() throws Exception {
        origin = Origin.at("127.0.0.1", port, content);
        small = Origin.at("127.0.0.1", net.originPort(), connection -> {
            connection.getOutputStream().write('s');
            connection.getInputStream().read();
        });
        Socket socket = Door.SOCKS.open(net, port, "swap");
        Application.request(socket, "GET / HTTP/1.0\r\n\r\n");
        download = new Download(socket);
        route = net.route(port);
        assertEquals(3, route.stream().map(net::pid).distinct().count());
        Map<String, Object> view = net.streamTo(port).orElseThrow();
        stream = (Long) view.get("id");
        circuit = (Long) view.get("circuit");
        assertFlows("at the start");
    }

    @AfterAll
    void putBack() throws Exception {
        download.close();
        origin.close();
        small.close();
    }

    @Test
    @Order(1)
    void theClientsTransportBySwapCommand() throws Exception {
        swapTransport(Net.CLIENT, route.get(0));
    }

    @Test
    @Order(2)
    void theLinkBehindTheEntryBySwapCommand() throws Exception {
        swapTransportBetween(route.get(0), route.get(1));
    }

    @Test
    @Order(3)
    void theLinkBehindTheMiddleBySwapCommand() throws Exception {
        swapTransportBetween(route.get(1), route.get(2));
    }

    @Test
    @Order(4)
    void theClientsTransportByConfigurationFile() throws Exception {
        long link = linkId(Net.CLIENT, route.get(0));
        content.rush(RUSH);
        edit("transports.prefer", "ws");
        assertLink(Net.CLIENT, link, "ws");
        assertFlows("after the file said ws");
        content.rush(RUSH);
        edit("transports.prefer", "tcp");
        assertLink(Net.CLIENT, link, "tcp");
        assertFlows("after the file said tcp");
    }

    @Test
    @Order(5)
    void theClientsTransportByStoppingItsBundle() throws Exception {
        long link = linkId(Net.CLIENT, route.get(0));
        content.rush(RUSH);
        net.ask(Net.CLIENT, "bundle:stop " + TCP_BUNDLE);
        assertLink(Net.CLIENT, link, "ws");
        assertFlows("without the tcp bundle");
        content.rush(RUSH);
        net.ask(Net.CLIENT, "bundle:start " + TCP_BUNDLE);
        assertPlugin(Net.CLIENT, "tcp", "active");
        assertFlows("with the tcp bundle again");
    }

    @Test
    @Order(6)
    void theMiddlesTransportByStoppingItsBundle() throws Exception {
        String middle = route.get(1);
        long in = linkId(middle, route.get(0));
        long out = linkId(middle, route.get(2));
        content.rush(RUSH);
        net.ask(middle, "bundle:stop " + TCP_BUNDLE);
        assertLink(middle, in, "ws");
        assertLink(middle, out, "ws");
        assertFlows("without the tcp bundle");
        content.rush(RUSH);
        net.ask(middle, "bundle:start " + TCP_BUNDLE);
        assertPlugin(middle, "tcp", "active");
        assertFlows("with the tcp bundle again");
    }

    @Test
    @Order(7)
    void theSuiteOfThisCircuitAndOfTheNext() throws Exception {
        assertEquals(AES, nextCircuit().get("suites"));
        net.ask(Net.CLIENT, "port17:swap suite " + AES + " " + CHACHA);
        Await.value("the running circuit's suite", () -> suites(net.circuit(circuit)), CHACHA::equals);
        assertEquals(CHACHA, nextCircuit().get("suites"));
        net.ask(Net.CLIENT, "port17:swap suite " + CHACHA + " " + AES);
        Await.value("the running circuit's suite", () -> suites(net.circuit(circuit)), AES::equals);
        assertEquals(AES, nextCircuit().get("suites"));
        assertFlows("after the suite came and went");
    }

    @Test
    @Order(8)
    void theRouteStrategyOfTheNextCircuit() throws Exception {
        assertEquals(NEAR, nextCircuit().get("strategy"));
        install(Net.CLIENT, "port17-route-random");
        net.ask(Net.CLIENT, "port17:swap route near random");
        assertEquals("random", nextCircuit().get("strategy"));
        assertEquals(NEAR, net.circuit(circuit).get("strategy"));
        assertFlows("with the random strategy");
        net.ask(Net.CLIENT, "port17:swap route random near");
        assertEquals(NEAR, nextCircuit().get("strategy"));
    }

    @Test
    @Order(9)
    void theExitPolicyOfTheNextCircuit() throws Exception {
        String country = net.list(Net.CLIENT, "nodes").stream()
                .filter(n -> Boolean.TRUE.equals(n.get("exit")) && Boolean.TRUE.equals(n.get("trusted")))
                .filter(n -> !route.get(2).equals(n.get("name")))
                .map(n -> (String) n.get("country"))
                .findFirst()
                .orElseThrow();
        Path file = net.layout().etc(Net.CLIENT).resolve("org.port17.exit.country.cfg");
        Files.writeString(file, "countries = " + country + "\n");
        install(Net.CLIENT, "port17-exit-country");
        net.ask(Net.CLIENT, "port17:swap exit any country");
        assertPlugin(Net.CLIENT, "country", "active");
        // The new plugin starts without its file and takes it up a moment later.
        Await.value("a circuit that ends there", this::triedCircuit, made -> country.equals(made.get("country")));
        assertFlows("with another exit policy");
        net.ask(Net.CLIENT, "port17:swap exit country any");
        assertPlugin(Net.CLIENT, "any", "active");
        nextCircuit();
        assertFlows("with the first exit policy");
    }

    @Test
    @Order(10)
    void theSuiteOfTheNextCircuitByConfigurationFileAndByStoppingItsBundle() throws Exception {
        edit("suites.prefer", CHACHA);
        awaitNext("suites", CHACHA);
        assertFlows("after the file said " + CHACHA);
        net.ask(Net.CLIENT, "bundle:stop org.port17.suite.chacha");
        awaitNext("suites", AES);
        assertFlows("without the suite in first place");
        net.ask(Net.CLIENT, "bundle:start org.port17.suite.chacha");
        awaitNext("suites", CHACHA);
        edit("suites.prefer", AES);
        awaitNext("suites", AES);
        assertFlows("after the file said " + AES);
    }

    @Test
    @Order(11)
    void theRouteStrategyByConfigurationFileAndByStoppingItsBundle() throws Exception {
        edit("route", "random");
        awaitNext("strategy", "random");
        edit("route", "near");
        awaitNext("strategy", NEAR);
        assertFlows("after the file named both strategies");
        stopAndStart("org.port17.route.near");
        awaitNext("strategy", NEAR);
    }

    @Test
    @Order(12)
    void theExitPolicyByConfigurationFileAndByStoppingItsBundle() throws Exception {
        edit("exit", "country");
        assertPlugin(Net.CLIENT, "country", "active");
        edit("exit", "any");
        assertPlugin(Net.CLIENT, "any", "active");
        nextCircuit();
        assertFlows("after the file named both policies");
        stopAndStart("org.port17.exit.any");
        Await.value("a circuit", this::triedCircuit, made -> made.containsKey("suites"));
    }

    @Test
    @Order(20)
    void theWholeDownloadIsIntactAndNoBundleWasRestarted() throws Exception {
        content.finish();
        Download.End end = download.end(Await.LIMIT.multipliedBy(4));
        assertEquals("", end.error());
        assertEquals(BYTES, end.bytes());
        assertEquals(Content.sha256(SEED, BYTES), end.sha256());
        refreshes.assertNoMore(net);
    }

    /** The side that dialled a link is the one whose preference counts; which side that was is chance. */
    private void swapTransportBetween(String near, String far) throws Exception {
        boolean nearDialled = net.list(near, "links").stream()
                .anyMatch(link -> far.equals(link.get("peer"))
                        && (Long) link.get("circuits") > 0
                        && Boolean.TRUE.equals(link.get("dialled")));
        swapTransport(nearDialled ? near : far, nearDialled ? far : near);
    }

    private void swapTransport(String dialler, String peer) throws Exception {
        long link = linkId(dialler, peer);
        assertLink(dialler, link, "tcp");
        content.rush(RUSH);
        net.ask(dialler, "port17:swap transport tcp ws");
        assertLink(dialler, link, "ws");
        assertFlows("over ws");
        content.rush(RUSH);
        net.ask(dialler, "port17:swap transport ws tcp");
        assertLink(dialler, link, "tcp");
        assertFlows("over tcp again");
    }

    /** Edits the file as a person would: one line changes, the others stay. */
    private void edit(String key, String value) throws IOException {
        Path file = net.layout().etc(Net.CLIENT).resolve("org.port17.plugins.cfg");
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.matches("\\s*" + key.replace(".", "\\.") + "\\s*=.*"))
                .toList();
        Files.writeString(file, String.join("\n", lines) + "\n" + key + " = " + value + "\n");
    }

    /** The link with most circuits, since a pair of nodes may hold one in each direction. */
    private long linkId(String of, String peer) throws Exception {
        return net.list(of, "links").stream()
                .filter(link -> peer.equals(link.get("peer")) && (Long) link.get("circuits") > 0)
                .map(link -> (Long) link.get("id"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(of + " has no link to " + peer));
    }

    private void assertLink(String of, long id, String transport) throws Exception {
        Await.value(
                "link " + id + " of " + of + " over " + transport,
                () -> net.list(of, "links"),
                links -> links.stream()
                        .anyMatch(link -> link.get("id").equals(id)
                                && transport.equals(link.get("transport"))
                                && "up".equals(link.get("state"))));
    }

    private void assertPlugin(String of, String name, String state) throws Exception {
        Await.value(
                name + " " + state + " in " + of,
                () -> net.list(of, "plugins"),
                plugins -> plugins.stream().anyMatch(p -> name.equals(p.get("name")) && state.equals(p.get("state"))));
    }

    private void assertFlows(String when) throws Exception {
        long from = download.bytes();
        content.rush(RUSH);
        Await.value(
                "progress of the download " + when,
                () -> download.bytes() - from,
                moved -> moved >= PROGRESS || download.ended());
        assertFalse(download.ended(), () -> "the download ended " + when);
        Map<String, Object> view = net.streamTo(port).orElseThrow();
        assertEquals(stream, view.get("id"), when);
        assertEquals(circuit, view.get("circuit"), when);
        assertEquals(
                route,
                Net.hops(net.circuit(circuit)).stream().map(h -> h.get("name")).toList(),
                when);
    }

    /** Without the one that is configured no new circuit is built, and what runs goes on. */
    private void stopAndStart(String bundle) throws Exception {
        net.ask(Net.CLIENT, "bundle:stop " + bundle);
        Await.value("no new circuit", this::triedCircuit, made -> made.containsKey("failed"));
        assertFlows("without " + bundle);
        net.ask(Net.CLIENT, "bundle:start " + bundle);
        assertFlows("with " + bundle + " again");
    }

    /** The file is taken up a moment after it was written. */
    private void awaitNext(String what, String value) throws Exception {
        Await.value("a circuit with " + value, this::triedCircuit, made -> value.equals(made.get(what)));
    }

    private void install(String node, String feature) throws IOException {
        net.ask(node, "feature:install " + feature);
    }

    private Map<String, Object> triedCircuit() throws Exception {
        try {
            return nextCircuit();
        } catch (IOException e) {
            return Map.of("failed", String.valueOf(e.getMessage()));
        }
    }

    /** What the console says of a circuit that is built now, while the long stream keeps its own. */
    private Map<String, Object> nextCircuit() throws Exception {
        net.ask(Net.CLIENT, "port17:new-circuits");
        try (Socket socket = Door.SOCKS.open(net, small.port(), "swap")) {
            assertEquals('s', socket.getInputStream().read());
            Optional<Map<String, Object>> view = net.streamTo(small.port());
            long id = (Long) view.orElseThrow().get("circuit");
            assertNotEquals(circuit, id);
            Map<String, Object> made = net.circuit(id);
            return Map.of(
                    "suites", suites(made),
                    "strategy", made.get("strategy"),
                    "country", Net.hops(made).get(2).get("country"));
        } finally {
            Await.until(
                    "the end of the small stream",
                    () -> net.streamTo(small.port()).isEmpty());
        }
    }

    /** The suite of all hops, or all of them when they differ. */
    private static String suites(Map<String, Object> circuit) {
        return String.join(
                " ",
                Net.hops(circuit).stream()
                        .map(h -> (String) h.get("suite"))
                        .distinct()
                        .toList());
    }
}
