package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.launcher.localnet.Ports;

/** Exits open no private target, however it is written, except exactly the pairs that they were told. */
@ExtendWith(OneNet.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadTargetsIT {
    private static final int NOT_ALLOWED = 2;
    private static final int UNREACHABLE = 4;
    private static final int REFUSED = 5;

    private final Net net;
    private final AtomicInteger reached = new AtomicInteger();
    private Path cfg;
    private String before;
    private InetSocketAddress strict;
    private Origin closed4;
    private Origin closed6;
    private int closed;

    BadTargetsIT(Net net) {
        this.net = net;
    }

    @BeforeAll
    void openTheStrictPortAndListenWhereNobodyMayGo() throws Exception {
        List<Integer> ports = net.forbiddenPorts(2);
        int strictPort = ports.get(0);
        closed = ports.get(1);
        closed4 = Origin.at("127.0.0.1", closed, connection -> reached.incrementAndGet());
        closed6 = Origin.at("::1", closed, connection -> reached.incrementAndGet());
        strict = new InetSocketAddress("127.0.0.1", strictPort);
        cfg = net.layout().etc(Net.CLIENT).resolve("org.port17.edge.socks.cfg");
        before = Files.readString(cfg);
        Files.writeString(cfg, before + "strict.port = " + strictPort + "\n");
        Await.until("the strict port", () -> Ports.isOpen("127.0.0.1", strictPort));
        Await.until(
                "the early port", () -> Ports.isOpen("127.0.0.1", net.socks().getPort()));
    }

    @AfterAll
    void putBack() throws Exception {
        Files.writeString(cfg, before);
        Await.until("the strict port's end", () -> !Ports.isOpen("127.0.0.1", strict.getPort()));
        Await.until(
                "the early port", () -> Ports.isOpen("127.0.0.1", net.socks().getPort()));
        closed4.close();
        closed6.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "fe80::1",
                "localhost",
                "HOSTNAME"
            })
    void aTargetInsideIsRefused(String host) throws Exception {
        String name = host.equals("HOSTNAME") ? InetAddress.getLocalHost().getHostName() : host;
        var refused = assertThrows(
                Application.Refused.class,
                () -> Application.socks(strict, "", name, closed).close());
        assertEquals(NOT_ALLOWED, refused.code);
        try (Socket early = Application.socks(net.socks(), "", name, closed)) {
            assertReset(early);
        } catch (Application.Refused e) {
            // What this client knows already it need not ask.
            assertEquals(NOT_ALLOWED, e.code);
        }
        assertEquals(0, reached.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7f000001",
                "0a000001",
                "a9fea9fe",
                "00000000",
                "00000000000000000000000000000001",
                "00000000000000000000ffff7f000001",
                "0064ff9b00000000000000007f000001",
                "fd000000000000000000000000000001"
            })
    void anAddressInsideInBinaryIsRefused(String address) throws Exception {
        byte[] raw = HexFormat.of().parseHex(address);
        var refused = assertThrows(
                Application.Refused.class,
                () -> Application.socks(strict, raw, closed).close());
        assertEquals(NOT_ALLOWED, refused.code);
        assertEquals(0, reached.get());
    }

    @Test
    void theHttpProxyRefusesWithAPageOrAReset() throws Exception {
        try (Socket socket = Application.connect(net.http(), "127.0.0.1:" + closed)) {
            assertReset(socket);
        } catch (SocketException e) {
            throw e;
        } catch (IOException refused) {
            assertTrue(refused.getMessage().startsWith("HTTP/1.1 "), refused::getMessage);
        }
        try (Socket socket = Application.dial(net.http())) {
            Application.request(socket, "GET http://127.0.0.1:" + closed + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
            String status = Origin.header(socket).lines().findFirst().orElseThrow();
            assertTrue(status.matches("HTTP/1\\.1 (403|502) .*"), status);
        }
        assertEquals(0, reached.get());
    }

    @Test
    void aDestinationThatRefusesIsToldApart() throws Exception {
        int nobody = net.originPort();
        Await.until("a port where nobody listens", () -> Ports.isFree("127.0.0.1", nobody));
        assertTold("127.0.0.1", nobody, REFUSED, "502", "refused");
    }

    @Test
    void aNameThatNobodyHasIsToldApart() throws Exception {
        assertTold("nosuch.invalid", 80, UNREACHABLE, "502", "name");
    }

    /** By its code on the strict SOCKS port, by a reset on the early one, by a page in plain HTTP. */
    private void assertTold(String host, int port, int code, String status, String word) throws Exception {
        var told = assertThrows(
                Application.Refused.class,
                () -> Application.socks(strict, "", host, port).close());
        assertEquals(code, told.code);
        try (Socket early = Application.socks(net.socks(), "", host, port)) {
            assertReset(early);
        }
        try (Socket socket = Application.dial(net.http())) {
            Application.request(
                    socket, "GET http://" + host + ":" + port + "/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
            assertTrue(answer.substring(answer.indexOf("\r\n\r\n")).contains(word), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void anAllowedPairIsOpen(String host) throws Exception {
        int port = net.originPort();
        try (Origin origin = Origin.at(
                        host, port, connection -> connection.getOutputStream().write('y'));
                Socket late = Application.socks(strict, "", host, port);
                Socket early = Application.socks(net.socks(), "", host, origin.port())) {
            assertEquals('y', late.getInputStream().read());
            assertEquals('y', early.getInputStream().read());
        }
    }

    private static void assertReset(Socket socket) {
        try {
            int read = socket.getInputStream().read();
            throw new AssertionError("no reset but " + read);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer at all", e);
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("reset"), e::getMessage);
        }
    }
}
