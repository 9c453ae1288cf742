package org.port17.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.spi.transport.Listener;
import org.port17.testkit.ComponentConfig;
import org.port17.testkit.ConnectionProbe;
import org.port17.testkit.LoopDriver;

/** What is particular to TCP; the rest is in the contract. */
class TcpTransportTest {
    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final LoopDriver driver = new LoopDriver(loops);
    private final TcpTransport transport = new TcpTransport(TcpContract.SETTINGS, loops);
    private final List<ConnectionProbe> accepted = new ArrayList<>();

    @AfterEach
    void stop() {
        loops.close();
    }

    private Listener listen() throws Exception {
        return driver.call(() -> transport.listen(new Endpoint("tcp", "127.0.0.1:0"), connection -> {
            ConnectionProbe far = new ConnectionProbe(loops, false).of(connection);
            accepted.add(far);
            return far;
        }));
    }

    private static int port(Listener listener) {
        String address = listener.endpoint().address();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            Endpoint taken = new Endpoint("tcp", "0.0.0.0:" + other.getLocalPort());
            Port17Exception refusal = assertThrows(
                    Port17Exception.class, () -> driver.call(() -> transport.listen(taken, connection -> null)));
            assertEquals(
                    "port " + other.getLocalPort() + " is already in use; choose another in etc/org.port17.relay.cfg",
                    refusal.getMessage());
        }
    }

    @Test
    void foreignAddressIsNoTakenPort() {
        Endpoint elsewhere = new Endpoint("tcp", "192.0.2.1:0");
        Port17Exception refusal = assertThrows(
                Port17Exception.class, () -> driver.call(() -> transport.listen(elsewhere, connection -> null)));
        assertEquals(ErrorKind.NODE_UNREACHABLE, refusal.kind());
        assertTrue(refusal.getMessage().contains("cannot be opened"), refusal.getMessage());
    }

    @Test
    void bytesOnTheWireAreTheBytesOffered() throws Exception {
        Listener listener = listen();
        try (Socket peer = new Socket("127.0.0.1", port(listener))) {
            driver.await("accepted", () -> accepted.size() == 1);
            driver.run(() -> accepted.get(0).send("as is".getBytes(StandardCharsets.US_ASCII)));
            assertEquals("as is", new String(peer.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
            driver.run(() -> accepted.get(0).close());
            assertEquals(-1, peer.getInputStream().read());
        }
    }

    @Test
    void abortIsAReset() throws Exception {
        Listener listener = listen();
        try (Socket peer = new Socket("127.0.0.1", port(listener))) {
            driver.await("accepted", () -> accepted.size() == 1);
            driver.run(() -> accepted.get(0).abort());
            assertThrows(SocketException.class, () -> peer.getInputStream().read());
        }
    }

    @Test
    void resetByThePeerIsToldFromItsEnd() throws Exception {
        Listener listener = listen();
        Socket resetting = new Socket("127.0.0.1", port(listener));
        driver.await("accepted", () -> accepted.size() == 1);
        resetting.setSoLinger(true, 0);
        resetting.close();
        driver.await("closed", () -> accepted.get(0).isClosed());
        assertEquals(
                ErrorKind.CONNECTION_RESET,
                driver.call(() -> accepted.get(0).reason().kind()));

        new Socket("127.0.0.1", port(listener)).close();
        driver.await("closed", () -> accepted.size() == 2 && accepted.get(1).isClosed());
        assertEquals(
                ErrorKind.NODE_UNREACHABLE,
                driver.call(() -> accepted.get(1).reason().kind()));
        assertFalse(driver.call(() -> accepted.get(1).reason().getMessage()).contains("127.0.0.1"));
    }

    @Test
    void stoppingEndsEverythingAndTellsTheCore() throws Exception {
        Listener listener = listen();
        ConnectionProbe near = new ConnectionProbe(loops, true);
        driver.run(() -> near.dial(transport, listener.endpoint()));
        driver.await("connected", () -> near.isConnected() && accepted.size() == 1);
        driver.run(() -> {
            near.offer(new byte[1000], 0, 1000);
            near.flush();
        });
        transport.deactivate();
        driver.await(
                "both ends heard of it",
                () -> near.isClosed() && accepted.get(0).isClosed());
        assertEquals(ErrorKind.CLOSED, driver.call(() -> near.reason().kind()));
        ServerSocket free = new ServerSocket();
        free.setReuseAddress(true);
        free.bind(new InetSocketAddress("127.0.0.1", port(listener)));
        free.close();
    }

    @ParameterizedTest
    @CsvSource({
        "cubic,cubic,0",
        "cubic,cubic,301",
        "'',cubic,10",
        "cubic,a_name_too_long_for_linux,10",
        "Cubic,cubic,10"
    })
    void wrongConfigurationIsNamed(String congestion, String loopback, int seconds) {
        Port17Exception wrong =
                assertThrows(Port17Exception.class, () -> Settings.of(config(congestion, loopback, seconds)));
        assertEquals(ErrorKind.CONFIG, wrong.kind());
        assertTrue(wrong.getMessage().startsWith("etc/org.port17.transport.tcp.cfg: "), wrong.getMessage());
    }

    private static TcpTransport.Config config(String congestion, String loopback, int seconds) {
        return ComponentConfig.of(
                TcpTransport.Config.class,
                Map.of(
                        "congestion", congestion,
                        "congestion.loopback", loopback,
                        "connect.timeout.seconds", seconds));
    }

    @Test
    void defaultsAreValid() throws Exception {
        assertEquals(TcpContract.SETTINGS, Settings.of(ComponentConfig.of(TcpTransport.Config.class, Map.of())));
    }
}
