package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.port17.launcher.localnet.Instance;

/** What a user writes into his rule file, and whom he trusts, in a client that runs. */
@ExtendWith(OneNet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesAndTrustIT {
    private static final int NOT_ALLOWED = 2;
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

    private final Net net;
    /** Files as they were, empty for one that was not there. */
    private final Map<Path, Optional<String>> before = new LinkedHashMap<>();

    RulesAndTrustIT(Net net) {
        this.net = net;
    }

    @BeforeAll
    void permitDirect() throws Exception {
        append("org.port17.rules.cfg", "direct = true\n");
        append("org.port17.edge.direct.cfg", "this.machine = true\n");
    }

    @AfterEach
    void noRules() throws Exception {
        rules();
    }

    @AfterAll
    void putBack() throws Exception {
        for (var file : before.entrySet()) {
            if (file.getValue().isPresent()) {
                Files.writeString(file.getKey(), file.getValue().get());
            } else {
                Files.deleteIfExists(file.getKey());
            }
        }
        // Until the rules are read anew nothing is opened: other tests have the same network.
        Path direct = Files.write(net.layout().dir().resolve("direct.rules"), List.of("direct app straight"));
        Await.until("the old configuration", () -> refuses(direct));
        Files.delete(direct);
        int port = net.originPort();
        try (Origin origin = Origin.at("127.0.0.1", port, RulesAndTrustIT::hello)) {
            Await.until("connections", () -> opens(port));
        }
    }

    private boolean refuses(Path file) {
        try {
            net.ask(Net.CLIENT, "port17:rules-check " + file);
            return false;
        } catch (IOException e) {
            return e.getMessage().contains("| error"); // else the part comes back with its old configuration
        }
    }

    private boolean opens(int port) {
        try {
            fetch("", port);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void append(String name, String line) throws IOException {
        Path file = net.layout().etc(Net.CLIENT).resolve(name);
        String old = Files.exists(file) ? Files.readString(file) : "";
        before.putIfAbsent(file, Files.exists(file) ? Optional.of(old) : Optional.empty());
        Files.writeString(file, old + line);
    }

    /** They are in force when this returns. */
    private void rules(String... lines) throws Exception {
        Path file = net.layout().etc(Net.CLIENT).resolve("port17.rules");
        if (!before.containsKey(file)) {
            before.put(file, Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty());
        }
        Files.write(file, List.of(lines));
        Await.until("the rules", () -> {
            try {
                net.ask(Net.CLIENT, "port17:rules-reload");
                return net.list(Net.CLIENT, "rules").size() == lines.length;
            } catch (IOException e) {
                return false; // the part comes back with its new configuration
            }
        });
    }

    private static void hello(Socket connection) throws IOException {
        Origin.header(connection);
        Application.request(connection, ANSWER);
    }

    /** What came before the end; a refusal or a reset is an {@code IOException}. */
    private String fetch(String application, int port) throws IOException {
        try (Socket socket = Application.socks(net.socks(), application, "127.0.0.1", port)) {
            Application.request(socket, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void onlyWhatARuleCallsDirectLeavesPastTheNetwork() throws Exception {
        int port = net.forbiddenPorts(1).get(0); // no exit would go there
        rules("direct app straight", "block app never");
        try (Origin origin = Origin.at("127.0.0.1", port, RulesAndTrustIT::hello)) {
            assertEquals(ANSWER, fetch("straight", port));
            assertThrows(IOException.class, () -> fetch("other", port));
            var refused = assertThrows(Application.Refused.class, () -> fetch("never", port));
            assertEquals(NOT_ALLOWED, refused.code);
            rules("block app never");
            assertThrows(IOException.class, () -> fetch("straight", port));
        }
    }

    @Test
    void aFileWithAnErrorLeavesTheOldRulesInForce() throws Exception {
        int port = net.forbiddenPorts(1).get(0);
        rules("direct app straight");
        try (Origin origin = Origin.at("127.0.0.1", port, RulesAndTrustIT::hello)) {
            Files.write(
                    net.layout().etc(Net.CLIENT).resolve("port17.rules"),
                    List.of("direct app straight", "tunel app x"));
            String said = assertThrows(IOException.class, () -> net.ask(Net.CLIENT, "port17:rules-reload"))
                    .getMessage();
            assertTrue(said.contains("2:1") && said.contains("error"), said);
            assertEquals(ANSWER, fetch("straight", port));
        }
    }

    @Test
    void plaintextLeavesThroughACommunityExitOnlyOfAUserWhoTrustsIt() throws Exception {
        String exit = net.names().stream()
                .map(net::instance)
                .filter(node -> node.isExit() && !node.trusted())
                .map(Instance::name)
                .findFirst()
                .orElseThrow();
        int port = net.originPort();
        rules("tunnel app plain exit node " + exit);
        try (Origin origin = Origin.at("127.0.0.1", port, RulesAndTrustIT::hello)) {
            assertThrows(IOException.class, () -> fetch("plain", port));
            net.ask(Net.CLIENT, "port17:trust add node " + exit);
            try {
                assertEquals(ANSWER, fetch("plain", port));
            } finally {
                net.ask(Net.CLIENT, "port17:trust remove node " + exit);
            }
            assertThrows(IOException.class, () -> fetch("plain", port));
        }
    }
}
