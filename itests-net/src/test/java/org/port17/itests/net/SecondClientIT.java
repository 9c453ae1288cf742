package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.port17.launcher.json.JsonReader;

/**
 * A client that shares no code with this one, written from the documents ({@code itests/interop}), uses the network: what
 * the documents say is what the nodes do.
 */
@ExtendWith(OneNet.class)
class SecondClientIT {
    private static final long SEED = 29;
    private static final long BYTES = 24L << 20;
    private static final String AES = "0x0101";
    private static final String CHACHA = "0x0102";
    private static final long STALE = 2;
    private static final List<String> KNOWN_ANSWERS = List.of(
            "bundles/org.port17.suite.aesgcm/src/test/resources/known-answers.json",
            "bundles/org.port17.suite.chacha/src/test/resources/known-answers.json",
            "bundles/org.port17.suite.mldsa/src/test/resources/known-answers.json",
            "bundles/org.port17.suite.x25519/src/test/resources/known-answers.json",
            "itests-core/src/test/resources/switch-known-answers.json");
    private static final List<String> NO_REGISTRY =
            List.of("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT");

    private final Net net;
    private final Path sources = Path.of(System.getProperty("port17.sources"));

    @TempDir
    Path folder;

    SecondClientIT(Net net) {
        this.net = net;
    }

    @Test
    void aSecondImplementationBuildsRatchetsSwitchesSuiteAndDownloads() throws Exception {
        String node = Program.need("node", "nodejs");
        install(Program.need("npm", "npm"));
        Map<String, Object> told;
        try (Origin origin = Origin.at("127.0.0.1", net.originPort(), connection -> {
            Origin.header(connection);
            String head = "HTTP/1.1 200 OK\r\nContent-Length: " + BYTES + "\r\nConnection: close\r\n\r\n";
            connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            Content.write(SEED, BYTES, connection.getOutputStream());
        })) {
            told = run(node, origin);
        }
        String sha256 = Content.sha256(SEED, BYTES);
        assertEquals(BYTES, told.get("bytes"));
        assertEquals(sha256, told.get("sha256"));
        assertEquals(sha256, told.get("again"), "what was refused in between touched no other circuit");

        assertEquals(3, list(told, "route").stream().distinct().count());
        List<?> hops = list(told, "hops");
        List<String> steady = List.of(AES, AES, AES, AES);
        assertEquals(steady, suites(hops.get(0)));
        assertEquals(List.of(AES, AES, AES, CHACHA, AES, AES), suites(hops.get(1)));
        assertEquals(steady, suites(hops.get(2)));
        for (Object step : list(told, "steps")) {
            assertTrue((long) object(step).get("at") < BYTES, () -> "a step behind the download: " + step);
        }
        // Two: the second is the link's resumption.
        List<?> connections = list(object(told.get("link")), "connections");
        assertEquals(2, connections.size());
        assertEquals(List.of(AES, AES, CHACHA), suites(connections.get(0)));
        assertEquals(List.of(AES, AES, AES), suites(connections.get(1)));
        // Its first HELLO named a prekey that no node has, as did one BUILD at the entry and one behind it.
        assertEquals(1L, object(told.get("link")).get("retries"));
        assertStale(object(told.get("staleAt")));
        Map<String, Object> twice = object(told.get("signedTwice"));
        assertEquals(1L, twice.get("retries"));
        assertStale(object(twice.get("staleAt")));

        Map<String, Object> refused = object(told.get("refused"));
        assertEquals("DESTROY", refused.get("flippedByte"));
        assertEquals("DESTROY", refused.get("replayedBuild"));
        assertEquals(0L, refused.get("bytesForReplayedHello"));
        list(told, "knownAnswers").forEach(n -> assertTrue((long) n > 0));
    }

    private static void assertStale(Map<String, Object> at) {
        assertEquals(Map.of("by", "BUILD_FAILED", "code", STALE), at.get("entry"));
        assertEquals(Map.of("by", "EXTEND_FAILED", "code", STALE), at.get("middle"));
    }

    /** What the lock file names, and nothing else, into a folder of the test's. */
    private void install(String npm) throws Exception {
        Path from = sources.resolve("itests/interop");
        for (String file : List.of(".npmrc", "package.json", "package-lock.json")) {
            Files.copy(from.resolve(file), folder.resolve(file));
        }
        Path client = Files.createDirectory(folder.resolve("client"));
        try (Stream<Path> files = Files.list(from.resolve("client"))) {
            for (Path file : files.toList()) {
                Files.copy(file, client.resolve(file.getFileName()));
            }
        }
        // With this machine's own settings, which may name a registry and a proxy.
        Program.Result installed =
                Program.run(new ProcessBuilder(npm, "ci", "--no-audit", "--no-fund").directory(folder.toFile()));
        if (installed.code() != 0 && NO_REGISTRY.stream().anyMatch(installed.text()::contains)) {
            String reason = "no npm registry can be reached from here: " + installed.text();
            if ("true".equals(System.getenv("CI"))) {
                fail(reason);
            }
            Assumptions.abort(reason);
        }
        installed.orFail();
    }

    private Map<String, Object> run(String node, Origin origin) throws Exception {
        List<String> command = new ArrayList<>(List.of(node, "client/interop.mjs"));
        command.addAll(List.of("--authority", net.authority(), "--key", net.authorityKey()));
        command.addAll(List.of("--origin", "127.0.0.1:" + origin.port()));
        for (String answers : KNOWN_ANSWERS) {
            command.addAll(List.of(
                    "--known-answers", sources.resolve(answers).toRealPath().toString()));
        }
        String text =
                Program.run(folder, command.toArray(String[]::new)).orFail().strip();
        return JsonReader.object(text.substring(text.lastIndexOf('\n') + 1));
    }

    private static List<String> suites(Object epochs) {
        List<String> suites = new ArrayList<>();
        for (Object epoch : (List<?>) epochs) {
            assertEquals((long) suites.size(), object(epoch).get("epoch"));
            suites.add((String) object(epoch).get("suite"));
        }
        return suites;
    }

    private static List<?> list(Map<String, Object> from, String key) {
        return (List<?>) from.get(key);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
