package org.port17.bench;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.port17.api.Port17Exception;
import org.port17.circuit.CircuitPart;
import org.port17.edge.dialer.DialerPart;
import org.port17.edge.socks.SocksPart;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.rehearsal.DoorPart;
import org.port17.rehearsal.Stage;
import org.port17.rehearsal.Troupe;
import org.port17.relay.RelayPart;
import org.port17.spi.suite.CipherSuite;
import org.port17.transport.tcp.TcpTransport;

/**
 * A client, its SOCKS port, three nodes and the way out, in this process, of the classes that serve real traffic, over
 * sockets of 127.0.0.1: the network that rehearsals are played in, opened for an application and an origin outside.
 */
final class LoopbackNetwork implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final CompletableFuture<InetSocketAddress> door = new CompletableFuture<>();
    private final Stage stage;

    /** @param origin a port of 127.0.0.1: where every stream leads */
    LoopbackNetwork(CipherSuite suite, int origin) throws Exception {
        TcpTransport.Config defaults = (TcpTransport.Config) Proxy.newProxyInstance(
                TcpTransport.class.getClassLoader(),
                new Class<?>[] {TcpTransport.Config.class},
                (proxy, method, arguments) -> method.getDefaultValue());
        InetSocketAddress there = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), origin);
        DialerPart dialer = new DialerPart(loops);
        Troupe troupe = new Troupe(
                loops,
                new TcpTransport(defaults, loops),
                new RelayPart(),
                new CircuitPart(),
                client -> open(new SocksPart(loops).open(client)),
                rehearsed -> dialer.dialer(there));
        stage = new Stage(List.of(suite), troupe, new SecureRandom());
    }

    private DoorPart.Door open(DoorPart.Door opened) {
        opened.bound().whenComplete((address, failure) -> {
            if (failure == null) {
                door.complete(address);
            } else {
                door.completeExceptionally(failure);
            }
        });
        return opened;
    }

    /** The port of 127.0.0.1 that speaks SOCKS5. */
    int socks() throws Exception {
        return door.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getPort();
    }

    @Override
    public void close() throws Port17Exception {
        stage.close();
        loops.close();
    }
}
