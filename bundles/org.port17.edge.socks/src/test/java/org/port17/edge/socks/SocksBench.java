package org.port17.edge.socks;

import java.lang.annotation.Annotation;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
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

    SocksBench(IoKind kind, Consumer<ScriptedStream> script, int maxConnections, int handshakeSeconds) throws Exception {
        loops = new NodeLoops(kind);
        tunnels = new ScriptedTunnels(loops, script);
        SocksSettings plain = SocksSettings.of(config("127.0.0.1", 0, 0, maxConnections, handshakeSeconds));
        // Two free ports: only a test may ask for "strict on any port".
        edge = new SocksEdge(
                loops,
                tunnels,
                new SocksSettings(
                        plain.address(), 0, false, 0, plain.maxConnections(), plain.handshakeSeconds()));
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
        return SocksSettings.of(config(host, port, 0, 1000, 30));
    }

    static SocksSettings.Config config(String host, int port, int strictPort, int maxConnections, int handshake) {
        return new SocksSettings.Config() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return SocksSettings.Config.class;
            }

            @Override
            public String host() {
                return host;
            }

            @Override
            public int port() {
                return port;
            }

            @Override
            public boolean strict() {
                return false;
            }

            @Override
            public int strict_port() {
                return strictPort;
            }

            @Override
            public int max_connections() {
                return maxConnections;
            }

            @Override
            public int handshake_timeout_seconds() {
                return handshake;
            }
        };
    }

    @Override
    public void close() {
        edge.close();
        loops.close();
    }
}
