package org.port17.edge.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.testkit.tunnels.ScriptedStream;
import org.port17.testkit.tunnels.ScriptedTunnels;

/** An HTTP edge on a free port with scripted tunnels behind it. */
final class HttpBench implements AutoCloseable {
    final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    final ScriptedTunnels tunnels;
    final HttpEdge edge;
    final InetSocketAddress port;

    HttpBench(boolean strict, Consumer<ScriptedStream> script) throws Exception {
        tunnels = new ScriptedTunnels(loops, script);
        edge = new HttpEdge(loops, tunnels, new HttpSettings(InetAddress.getLoopbackAddress(), 0, strict, 1_000, 30));
        port = edge.bound().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    HttpApplication application() throws Exception {
        return new HttpApplication(port);
    }

    @Override
    public void close() {
        edge.close();
        loops.close();
    }
}
