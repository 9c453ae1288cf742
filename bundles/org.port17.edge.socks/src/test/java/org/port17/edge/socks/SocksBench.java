package org.port17.edge.socks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.testkit.TestConfig;
import org.port17.testkit.tunnels.ScriptedStream;
import org.port17.testkit.tunnels.ScriptedTunnels;

/** A SOCKS edge on free ports with scripted tunnels behind it. */
final class SocksBench implements AutoCloseable {
    final NodeLoops loops;
    final ScriptedTunnels tunnels;
    final SocksEdge edge;
    final InetSocketAddress port;
    final InetSocketAddress strictPort;

    SocksBench(Consumer<ScriptedStream> script) throws Exception {
        this(IoKind.AUTO, script);
    }

    SocksBench(IoKind kind, Consumer<ScriptedStream> script) throws Exception {
        this(kind, script, 1000, 30);
    }

    SocksBench(IoKind kind, Consumer<ScriptedStream> script, int maxConnections, int handshakeSeconds)
            throws Exception {
        loops = new NodeLoops(kind);
        tunnels = new ScriptedTunnels(loops, script);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        edge = new SocksEdge(
                loops, tunnels, new SocksSettings(loopback, 0, false, 0, maxConnections, handshakeSeconds));
        port = wait(edge.bound());
        strictPort = wait(edge.strictBound());
    }

    SocksApplication application() throws Exception {
        return new SocksApplication(port);
    }

    SocksApplication strictApplication() throws Exception {
        return new SocksApplication(strictPort);
    }

    static <T> T wait(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    static SocksSettings settings(String host, int port) throws Port17Exception {
        return SocksSettings.of(TestConfig.of(SocksSettings.Config.class, Map.of("host", host, "port", port)));
    }

    @Override
    public void close() {
        edge.close();
        loops.close();
    }
}
