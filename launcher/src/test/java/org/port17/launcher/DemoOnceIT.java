package org.port17.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.launcher.LaunchedProgram.Ended;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.json.JsonReader;
import org.port17.launcher.json.JsonWriter;
import org.port17.launcher.localnet.ProcessRef;

/** The demo and a local network as a user starts them: real processes of the real distribution. */
class DemoOnceIT {
    private static final int MINUTES = LaunchedProgram.MINUTES;

    @TempDir
    Path temp;

    private LaunchedProgram launcher;

    @BeforeEach
    void make() {
        launcher = new LaunchedProgram(temp);
    }

    @AfterEach
    void endLaunchers() {
        launcher.close();
    }

    private Ended port17(String... arguments) throws IOException, InterruptedException {
        return launcher.run(arguments);
    }

    @Test
    void theDemoProvesItsRouteAndLeavesNothing() throws Exception {
        Ended demo = port17("demo", "--once", "--mib", "64");
        assertEquals(0, demo.code(), demo.errors());
        Map<String, Object> json = demo.json();
        assertEquals(true, json.get("ok"));
        assertEquals(64L << 20, json.get("bytes"));
        assertEquals(true, json.get("sha256_ok"));
        assertEquals(true, json.get("origin_saw_exit"));
        Set<Object> pids = new HashSet<>();
        Set<Object> owners = new HashSet<>();
        for (Object hop : (List<?>) json.get("hops")) {
            pids.add(((Map<?, ?>) hop).get("pid"));
            owners.add(((Map<?, ?>) hop).get("owner"));
            assertTrue((Long) ((Map<?, ?>) hop).get("forwarded_bytes") >= 64L << 20);
        }
        assertEquals(3, pids.size());
        assertEquals(3, owners.size());
        launcher.assertNothingIsLeft(pids);
    }

    @Test
    void theDemoServesUntilCtrlCAndLeavesNothing() throws Exception {
        Path out = temp.resolve("serving.json");
        Path err = temp.resolve("serving.txt");
        Process demo = launcher.start(out, err, "demo", "--json", "--mib", "8");
        long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        while (!Files.readString(err).contains("serving until Ctrl-C")) {
            assertTrue(demo.isAlive() && System.nanoTime() < limit, () -> "the demo does not serve, see " + err);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        Map<String, Object> json = JsonReader.object(Files.readString(out).strip());
        HostPort socks = HostPort.parse("socks", (String) json.get("socks"));
        try (Socket greeting = new Socket(socks.host(), socks.port())) {
            greeting.getOutputStream().write(new byte[] {5, 1, 0});
            assertEquals(5, greeting.getInputStream().read(), "it answers as SOCKS5 does");
        }
        // What a terminal's Ctrl-C sends.
        assertEquals(
                0,
                new ProcessBuilder("kill", "-INT", Long.toString(demo.pid()))
                        .start()
                        .waitFor());
        assertTrue(demo.waitFor(MINUTES, TimeUnit.MINUTES), "the demo does not end");
        Set<Object> pids = new HashSet<>();
        for (Object hop : (List<?>) json.get("hops")) {
            pids.add(((Map<?, ?>) hop).get("pid"));
        }
        launcher.assertNothingIsLeft(pids);
    }

    @Test
    void aCompactNetworkIsOneProcessWithAConsolePerNodeAndCarriesStreams() throws Exception {
        String dir = temp.resolve("compact").toString();
        try (ServerSocket origin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String allowed = "127.0.0.1:" + origin.getLocalPort();
            Ended up = port17("localnet", "up", "--dir", dir, "--nodes", "3", "--compact", "--allow", allowed);
            assertEquals(0, up.code(), up.errors());
            try {
                assertEquals(1, ((List<?>) up.json().get("pids")).size());
                for (String node : List.of("n1", "n2", "n3", "client")) {
                    Ended status = port17("shell", "--dir", dir, "--node", node, "--", "port17:status --json");
                    assertEquals(0, status.code(), status.errors());
                    Map<?, ?> self = (Map<?, ?>) status.json().get("node");
                    assertEquals(node.equals("client") ? null : node, self == null ? null : self.get("name"));
                }
                assertNotEquals(
                        0,
                        port17("shell", "--dir", dir, "--user", "viewer", "--", "port17:new-circuits")
                                .code());
                assertEquals('c', firstByteThrough(up.json().get("socks"), origin));
            } finally {
                assertEquals(0, port17("localnet", "down", "--dir", dir).code());
            }
        }
        assertFalse(Files.exists(Path.of(dir)));
    }

    private static int firstByteThrough(Object socks, ServerSocket origin) throws Exception {
        HostPort at = HostPort.parse("socks", (String) socks);
        Proxy proxy = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(at.host(), at.port()));
        try (Socket socket = new Socket(proxy)) {
            socket.connect(origin.getLocalSocketAddress());
            try (Socket accepted = origin.accept()) {
                accepted.getOutputStream().write('c');
                return socket.getInputStream().read();
            }
        }
    }

    @Test
    void aLocalNetworkAnswersOutlivesItsLauncherAndGoes() throws Exception {
        String dir = temp.resolve("my net").toString();
        Ended up = port17("localnet", "up", "--dir", dir, "--nodes", "3");
        try {
            assertEquals(0, up.code(), up.errors());
            assertEquals(1, up.output().size(), "one line of JSON, nothing else");
            for (Object pid : (List<?>) up.json().get("pids")) {
                assertTrue(ProcessRef.of((Long) pid).isAlive());
            }
            assertEquals(
                    LaunchException.FAILED,
                    port17("localnet", "up", "--dir", dir).code());
            assertEquals(0, port17("localnet", "status", "--dir", dir).code());

            Ended suites = port17("shell", "--dir", dir, "--", "port17:suites --json");
            assertEquals(0, suites.code(), suites.errors());
            assertEquals(
                    "P17_XWING_AES256GCM_SHA256_ED25519",
                    ((Map<?, ?>) ((List<?>) suites.json().get("suites")).get(0)).get("name"),
                    JsonWriter.write(suites.json()));
            assertNotEquals(
                    0,
                    port17("shell", "--dir", dir, "--", "port17:circuit-close 424242")
                            .code());
            assertNotEquals(
                    0,
                    port17("shell", "--dir", dir, "--user", "viewer", "--", "port17:new-circuits")
                            .code());
        } finally {
            assertEquals(0, port17("localnet", "down", "--dir", dir).code());
        }
        assertFalse(Files.exists(Path.of(dir)));
    }
}
