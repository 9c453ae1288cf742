package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Port17Exception;
import org.port17.circuit.CircuitPart;
import org.port17.edge.dialer.DialerPart;
import org.port17.edge.socks.SocksPart;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.rehearsal.ClientPart;
import org.port17.rehearsal.DoorPart;
import org.port17.rehearsal.ExitPart;
import org.port17.rehearsal.NodePart;
import org.port17.rehearsal.Stage;
import org.port17.rehearsal.Troupe;
import org.port17.relay.RelayPart;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.Transport;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.suite.mldsa.MlDsaSuite;
import org.port17.suite.x25519.X25519Suite;
import org.port17.transport.tcp.TcpTransport;

/** A rehearsal that fails only logs a warning; with the real parts it must not, in any combination and suite. */
class RehearsalTest {
    private static final CipherSuite[] SUITES = {
        new AesGcmSuite(), new ChaChaSuite(), new MlDsaSuite(), new X25519Suite()
    };

    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final TcpTransport wires = tcp(loops);

    @AfterEach
    void endTheLoop() {
        loops.close();
    }

    private static TcpTransport tcp(NodeLoops loops) {
        TcpTransport.Config defaults = (TcpTransport.Config) Proxy.newProxyInstance(
                TcpTransport.class.getClassLoader(),
                new Class<?>[] {TcpTransport.Config.class},
                (proxy, method, arguments) -> method.getDefaultValue());
        try {
            return new TcpTransport(defaults, loops);
        } catch (Port17Exception e) {
            throw new AssertionError(e);
        }
    }

    private Stage stage(int suite, NodePart node, ClientPart client, DoorPart door, ExitPart exit) throws Exception {
        return new Stage(
                List.of(SUITES[suite]), new Troupe(loops, wires, node, client, door, exit), new SecureRandom());
    }

    /** As in a process that is client and exit: over SOCKS, and with the exit's own connections. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void everyPartPlays(int suite) throws Exception {
        try (Stage stage =
                stage(suite, new RelayPart(), new CircuitPart(), new SocksPart(loops), new DialerPart(loops))) {
            stage.round(200);
            stage.round(5 << 20);
            stage.round(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void bothPartsPlay(int suite) throws Exception {
        try (Stage stage = stage(suite, new RelayPart(), new CircuitPart(), null, null)) {
            stage.round(200);
            stage.round(5 << 20);
            stage.round(200);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onePartPlaysAgainstTheScript(boolean node) throws Exception {
        RelayPart relay = node ? new RelayPart() : null;
        CircuitPart client = node ? null : new CircuitPart();
        try (Stage stage = stage(0, relay, client, null, null)) {
            stage.round(200);
            stage.round(1 << 20);
        }
    }

    /** Three links and three hops step into the suite that became the preferred one, whoever plays. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void runningCircuitsSwitch(boolean node, boolean client) throws Exception {
        Semaphore steps = new Semaphore(0);
        List<CipherSuite> suites = List.of(SUITES[0], answering(SUITES[1], steps));
        Troupe troupe =
                new Troupe(loops, wires, node ? new RelayPart() : null, client ? new CircuitPart() : null, null, null);
        try (Stage stage = new Stage(suites, troupe, new SecureRandom())) {
            boolean stepped = false;
            for (int attempt = 0; attempt < 20 && !stepped; attempt++) {
                stage.round(200);
                steps.drainPermits();
                // The round's circuit ends by itself after a while: on a very busy machine before it stepped.
                stage.turn();
                stepped = steps.tryAcquire(6, 2, TimeUnit.SECONDS);
                stage.turn();
            }
            assertTrue(stepped, "links and hops did not step into the other suite");
            stage.round(1 << 20);
        }
    }

    /** Whoever plays, senders are told to wait and go on when they may. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aLinkThatStandsStillMakesSendersWait(boolean node, boolean client) throws Exception {
        Set<Connection> refusing = ConcurrentHashMap.newKeySet();
        Set<Connection> most = Set.of();
        Troupe troupe = new Troupe(
                loops,
                refusing(wires, refusing),
                node ? new RelayPart() : null,
                client ? new CircuitPart() : null,
                null,
                null);
        // On a busy machine an answer may come in pieces that each fit into the system's buffers.
        for (int attempt = 0; attempt < 10 && most.size() < 3; attempt++) {
            refusing.clear();
            try (Stage stage = new Stage(List.of(SUITES[0]), troupe, new SecureRandom())) {
                stage.round(200);
                for (int link = 0; link < 3; link++) {
                    stage.heldUp(8 << 20, link);
                }
                stage.round(1 << 20);
            }
            most = refusing.size() > most.size() ? Set.copyOf(refusing) : most;
        }
        assertEquals(3, most.size(), "connections of one stage that refused bytes");
    }

    /** The transport; of its accepted connections, those that refused something are noted. */
    private static Transport refusing(Transport real, Set<Connection> refusing) {
        return (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("listen")) {
                        Acceptor acceptor = (Acceptor) arguments[1];
                        arguments[1] = (Acceptor) connection -> acceptor.accept(watched(connection, refusing));
                    }
                    return method.invoke(real, arguments);
                });
    }

    private static Connection watched(Connection real, Set<Connection> refusing) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(real, arguments);
                    if (method.getName().equals("offer") && !(Boolean) result) {
                        refusing.add(real);
                    }
                    return result;
                });
    }

    /** The suite, which counts how many offers of it were answered. */
    private static CipherSuite answering(CipherSuite suite, Semaphore answers) {
        return (CipherSuite) Proxy.newProxyInstance(
                CipherSuite.class.getClassLoader(), new Class<?>[] {CipherSuite.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(suite, arguments);
                        if (method.getName().equals("answer")) {
                            answers.release();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The same classes notice a fault: a node that is no exit refuses, and the round says so. */
    @ParameterizedTest
    @ValueSource(ints = {1, 300_000})
    void aRefusalIsNoticed(int answer) throws Exception {
        RelayPart relay = new RelayPart();
        try (Stage stage = stage(0, (place, exit) -> relay.node(place, null), new CircuitPart(), null, null)) {
            assertThrows(Port17Exception.class, () -> stage.round(answer));
        }
    }
}
