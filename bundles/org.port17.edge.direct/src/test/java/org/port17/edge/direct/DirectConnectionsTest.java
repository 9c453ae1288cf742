package org.port17.edge.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.netty.dial.Dialler;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitEvents;
import org.port17.spi.rule.Action;
import org.port17.testkit.TestConfig;

/** Real sockets on loopback. */
class DirectConnectionsTest {
    private static final Function<Destination, Action> DIRECT = address -> Action.DIRECT;
    private NodeLoops loops;
    private ServerSocket origin;

    @BeforeEach
    void start() throws Exception {
        loops = new NodeLoops(IoKind.AUTO);
        origin = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void stop() throws Exception {
        origin.close();
        loops.close();
    }

    @Test
    void aNameIsResolvedHereAndItsAddressJudgedByTheRules() throws Exception {
        DirectConnections direct = direct(true);
        Told told = new Told();
        ExitConnection connection = dial(direct, "printer.home.arpa", DIRECT, told);
        loops.execute(() -> {
            connection.send(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
            connection.finish();
        });
        try (Socket accepted = origin.accept()) {
            assertEquals("hello", new String(accepted.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
        // The name is direct, but nothing says so of the address behind it.
        Function<Destination, Action> nameOnly = address -> Action.TUNNEL;
        assertEquals(ErrorKind.TARGET_DENIED, refused(direct, "printer.home.arpa", nameOnly));
        assertEquals(ErrorKind.NAME_NOT_FOUND, refused(direct, "unknown.example", DIRECT));
    }

    @Test
    void thisMachineIsRefusedByDefault() throws Exception {
        assertEquals(ErrorKind.TARGET_DENIED, refused(direct(false), "127.0.0.1", DIRECT));
        assertEquals(ErrorKind.TARGET_DENIED, refused(direct(false), "printer.home.arpa", DIRECT));
    }

    @Test
    void stoppingResetsWhatStands() throws Exception {
        DirectConnections direct = direct(true);
        Told told = new Told();
        dial(direct, "127.0.0.1", DIRECT, told);
        try (Socket accepted = origin.accept()) {
            accepted.setSoTimeout(20_000);
            told.connected.get(20, TimeUnit.SECONDS);
            direct.close();
            assertEquals(
                    ErrorKind.CLOSED, told.failure.get(20, TimeUnit.SECONDS).kind());
            assertThrows(SocketException.class, () -> accepted.getInputStream().readAllBytes());
        }
        assertEquals(ErrorKind.CLOSED, refused(direct, "127.0.0.1", DIRECT));
    }

    private ErrorKind refused(DirectConnections direct, String host, Function<Destination, Action> rules)
            throws Exception {
        Told told = new Told();
        dial(direct, host, rules, told);
        return told.failure.get(20, TimeUnit.SECONDS).kind();
    }

    private DirectConnections direct(boolean thisMachine) throws Exception {
        Map<String, Object> values = new HashMap<>();
        values.put("this_machine", thisMachine);
        DirectSettings settings = DirectSettings.of(TestConfig.of(DirectSettings.Config.class, values));
        Dialler dialler = new Dialler(loops, name -> {
            if (name.equals("printer.home.arpa")) {
                return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
            }
            throw new java.net.UnknownHostException();
        });
        return new DirectConnections(settings, dialler);
    }

    private ExitConnection dial(
            DirectConnections direct, String host, Function<Destination, Action> rules, ExitEvents events)
            throws Exception {
        Destination to = Destination.of(host, origin.getLocalPort());
        CompletableFuture<ExitConnection> dialled = new CompletableFuture<>();
        loops.execute(() -> dialled.complete(direct.dial(to, rules, events)));
        return dialled.get(20, TimeUnit.SECONDS);
    }

    private static final class Told implements ExitEvents {
        final CompletableFuture<Void> connected = new CompletableFuture<>();
        final CompletableFuture<Port17Exception> failure = new CompletableFuture<>();

        @Override
        public void connected() {
            connected.complete(null);
        }

        @Override
        public void received(ByteBuffer data) {
            data.position(data.limit());
        }

        @Override
        public void sent(int bytes) {}

        @Override
        public void finished() {}

        @Override
        public void failed(Port17Exception reason) {
            failure.complete(reason);
        }
    }
}
