package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.port17.itests.net.Application.Door;

/**
 * One download of 4 GiB through three nodes, in the middle of which the suite of the running circuit changes a hundred
 * times: by command, by configuration file, and by stopping and starting the suites' bundles at the client and at nodes of
 * the route. Same stream, same circuit, same bytes.
 */
@Tag("long")
@ExtendWith(OneNet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuiteSwitchUnderLoadIT {
    private static final long SEED = 23;
    private static final long BYTES = 4L << 30;
    private static final int SWITCHES = 100;
    /** More than all windows and buffers on the way hold, so that it must have passed the circuit as it is now. */
    private static final long PROGRESS = 16L << 20;

    /** What comes fast after each switch: some 130 of them leave a rest for the end. */
    private static final long RUSH = PROGRESS + (PROGRESS >> 1);

    private static final String AES = "P17_XWING_AES256GCM_SHA256_ED25519";
    private static final String CHACHA = "P17_XWING_CHACHA20POLY1305_SHA256_ED25519";
    private static final Map<String, String> BUNDLES =
            Map.of(AES, "org.port17.suite.aesgcm", CHACHA, "org.port17.suite.chacha");

    private final Net net;
    private final Refreshes refreshes;
    private final Random random = new Random(SEED);
    private final PacedOrigin content = new PacedOrigin(SEED, BYTES);
    private Download download;
    private long stream;
    private long circuit;
    private int port;
    private List<String> route;

    SuiteSwitchUnderLoadIT(Net net) throws IOException {
        this.net = net;
        this.refreshes = Refreshes.now(net);
    }

    @Test
    void aHundredSwitchesInOneDownload() throws Exception {
        port = net.originPort();
        String configuration = Files.readString(plugins());
        prefer(AES, CHACHA);
        Await.until("the first suite", () -> suiteInUse().equals(AES));
        try (Origin origin = Origin.at("127.0.0.1", port, content);
                Socket socket = Door.SOCKS.open(net, port, "switch")) {
            Application.request(socket, "GET / HTTP/1.0\r\n\r\n");
            download = new Download(socket);
            route = net.route(port);
            Map<String, Object> view = net.streamTo(port).orElseThrow();
            stream = (Long) view.get("id");
            circuit = (Long) view.get("circuit");
            awaitSuites(List.of(AES, AES, AES), "at the start");
            String now = AES;
            int switches = 0;
            while (switches < SWITCHES) {
                String other = now.equals(AES) ? CHACHA : AES;
                switch (random.nextInt(8)) {
                    case 0 -> {
                        net.ask(Net.CLIENT, "bundle:stop " + BUNDLES.get(now));
                        awaitSuites(List.of(other, other, other), "without the bundle of " + now);
                        flows("without the bundle of " + now);
                        net.ask(Net.CLIENT, "bundle:start " + BUNDLES.get(now));
                        awaitSuites(List.of(now, now, now), "with the bundle of " + now + " again");
                        switches += 2;
                    }
                    case 1 -> {
                        int hop = random.nextInt(3);
                        net.ask(route.get(hop), "bundle:stop " + BUNDLES.get(now));
                        awaitSuites(oneOther(now, other, hop), "without it at hop " + hop);
                        flows("without the bundle of " + now + " at hop " + hop);
                        net.ask(route.get(hop), "bundle:start " + BUNDLES.get(now));
                        awaitSuites(List.of(now, now, now), "with it again at hop " + hop);
                        switches += 2;
                    }
                    case 2 -> {
                        prefer(other, now);
                        awaitSuites(List.of(other, other, other), "by the configuration file");
                        now = other;
                        switches++;
                    }
                    default -> {
                        net.ask(Net.CLIENT, "port17:swap suite " + now + " " + other);
                        awaitSuites(List.of(other, other, other), "by command");
                        now = other;
                        switches++;
                    }
                }
                flows("after switch " + switches);
            }
            content.finish();
            Download.End end = download.end(Await.LIMIT.multipliedBy(8));
            assertEquals("", end.error());
            assertEquals(BYTES, end.bytes());
            assertEquals(Content.sha256(SEED, BYTES), end.sha256());
        } finally {
            Files.writeString(plugins(), configuration);
        }
        refreshes.assertNoMore(net);
    }

    private static List<String> oneOther(String now, String other, int hop) {
        return java.util.stream.IntStream.range(0, 3)
                .mapToObj(i -> i == hop ? other : now)
                .toList();
    }

    private Path plugins() {
        return net.layout().etc(Net.CLIENT).resolve("org.port17.plugins.cfg");
    }

    /** Both come before every other suite that is installed. */
    private void prefer(String first, String second) throws IOException {
        List<String> lines = Files.readAllLines(plugins()).stream()
                .filter(line -> !line.strip().startsWith("suites.prefer"))
                .toList();
        Files.writeString(plugins(), String.join("\n", lines) + "\nsuites.prefer = " + first + "," + second + "\n");
    }

    private String suiteInUse() throws IOException {
        return (String) net.list(Net.CLIENT, "suites").get(0).get("name");
    }

    private void awaitSuites(List<String> wanted, String when) throws Exception {
        Await.value(
                "suites of the running circuit " + when,
                () -> Net.hops(net.circuit(circuit)).stream()
                        .map(hop -> (String) hop.get("suite"))
                        .toList(),
                wanted::equals);
    }

    private void flows(String when) throws Exception {
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
                Net.hops(net.circuit(circuit)).stream()
                        .map(hop -> hop.get("name"))
                        .toList(),
                when);
    }
}
