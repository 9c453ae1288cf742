package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.port17.itests.net.Application.Door;
import org.port17.launcher.localnet.Ports;

/** A node changes its role while it runs, and keeps its identity through anything. */
@ExtendWith(OneNet.class)
class RoleChangeIT {
    private static final String RELAY = "n3";
    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final long SEED = 31;
    private static final long PART = 1L << 20;

    private final Net net;

    RoleChangeIT(Net net) {
        this.net = net;
    }

    @Test
    void aRelayBecomesAnExitAndStopsBeingOneInOrder() throws Exception {
        // Another test may have restarted it a moment ago.
        Await.until(
                "the relay in the client's map",
                () -> net.list(Net.CLIENT, "nodes").stream().anyMatch(n -> RELAY.equals(n.get("name"))));
        assertFalse(isExit());
        net.ask(RELAY, "feature:install port17-exit");
        Await.value("the exit in the client's map", SECONDS, this::isExit, exit -> exit, () -> "");
        onlyItsCountry();

        var goOn = new CompletableFuture<Void>();
        Origin.Service twoParts = connection -> {
            Origin.header(connection);
            Content.write(SEED, PART, connection.getOutputStream());
            goOn.get();
            Content.write(SEED, PART, connection.getOutputStream());
        };
        try (Origin origin = Origin.at("127.0.0.1", net.originPort(), twoParts);
                Socket socket = Door.SOCKS.open(net, origin.port(), "role")) {
            Application.request(socket, "GET / HTTP/1.0\r\n\r\n");
            Download running = new Download(socket);
            Await.until("the first part", () -> running.bytes() == PART);
            assertEquals(RELAY, net.route(origin.port()).get(2));

            var uninstalled = CompletableFuture.supplyAsync(() -> {
                try {
                    return net.ask(RELAY, "feature:uninstall port17-exit");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Await.value("its end as an exit in the client's map", SECONDS, this::isExit, exit -> !exit, () -> "");
            goOn.complete(null);
            Download.End end = running.end(Await.LIMIT);
            assertEquals("", end.error(), "a stream that ran was not drained");
            assertEquals(2 * PART, end.bytes());
            uninstalled.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } finally {
            net.ask(Net.CLIENT, "port17:swap exit country any");
        }
        net.ready(RELAY);
    }

    @Test
    void aNodeHandsOutTheMapToWhoKnowsNoAuthority(@TempDir Path folder) throws Exception {
        int port = new Ports(new Random()).next();
        Path file = net.layout().etc(RELAY).resolve("org.port17.mirror.cfg");
        Files.writeString(file, "host = 127.0.0.1\nport = " + port + "\n");
        net.ask(RELAY, "feature:install port17-mirror");
        try {
            WireClient.fetchFrom(net, RELAY, port, folder.resolve("map"));
        } finally {
            net.ask(RELAY, "feature:uninstall port17-mirror");
            Files.delete(file);
        }
        net.ready(RELAY);
    }

    @Test
    void identityAndItsFileSurviveARestart() throws Exception {
        String before = id(RELAY);
        Path state = net.layout().instance(RELAY).resolve("data/port17");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
        try (var files = Files.list(state)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.getFileName().toString());
            }
        }
        net.start(net.kill(RELAY));
        assertEquals(before, id(RELAY));
    }

    @Test
    void aDamagedMapInTheCacheIsNamedSetAsideAndFetchedAgain() throws Exception {
        Net.Killed client = net.kill(Net.CLIENT);
        Path cache = net.layout().instance(Net.CLIENT).resolve("data/port17/map");
        byte[] map = Files.readAllBytes(cache);
        map[map.length / 2] ^= 1;
        Files.write(cache, map);
        int logBefore = net.log(Net.CLIENT).length();
        net.start(client);
        String log = net.log(Net.CLIENT).substring(logBefore);
        assertTrue(log.contains("cached map is not used and will be fetched"), log);
        assertTrue(log.contains("cached map was set aside"), log);
        assertTrue(Files.exists(cache.resolveSibling("map.corrupt")));
        assertEquals(6, net.list(Net.CLIENT, "nodes").size());
    }

    /** So that the next route must end at the node that has just become an exit. */
    private void onlyItsCountry() throws Exception {
        String country = net.instance(RELAY).country();
        Files.writeString(
                net.layout().etc(Net.CLIENT).resolve("org.port17.exit.country.cfg"), "countries = " + country + "\n");
        // Else the plugin starts without its file, denies everything, and takes it up a moment later.
        Await.value(
                "the file in the configuration",
                SECONDS,
                () -> net.ask(Net.CLIENT, "config:list '(service.pid=org.port17.exit.country)'"),
                listed -> listed.contains("countries"),
                () -> "");
        net.ask(Net.CLIENT, "feature:install port17-exit-country");
        net.ask(Net.CLIENT, "port17:swap exit any country");
        net.ask(Net.CLIENT, "port17:new-circuits");
    }

    private boolean isExit() throws IOException {
        return Boolean.TRUE.equals(node(RELAY).get("exit"));
    }

    private String id(String name) throws IOException {
        return (String) node(name).get("id");
    }

    private Map<String, Object> node(String name) throws IOException {
        return net.list(Net.CLIENT, "nodes").stream()
                .filter(n -> name.equals(n.get("name")))
                .findFirst()
                .orElseThrow();
    }
}
