package org.port17.edge.socks;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.port17.api.Port17Exception;
import org.port17.api.Tunnels;
import org.port17.netty.ListeningSocket;
import org.port17.netty.Loops;
import org.port17.netty.pipe.Loopback;
import org.port17.rehearsal.DoorPart;

/** Plays the SOCKS port of a rehearsal: the pipeline of the real one, in front of a made-up client. */
@Component(name = "org.port17.edge.socks.rehearsal", service = DoorPart.class)
public final class SocksPart implements DoorPart {
    private static final int HANDSHAKE_SECONDS = 10;
    private final Loops loops;

    @Activate
    public SocksPart(@Reference Loops loops) {
        this.loops = loops;
    }

    @Override
    public Door open(Tunnels tunnels) {
        SocksDoor door = new SocksDoor(loops, tunnels);
        loops.loop().execute(door::listen);
        return door;
    }

    private static final class SocksDoor implements Door {
        private final Loops loops;
        private final Tunnels tunnels;
        private final CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
        private ListeningSocket socket;

        SocksDoor(Loops loops, Tunnels tunnels) {
            this.loops = loops;
            this.tunnels = tunnels;
        }

        void listen() {
            try {
                socket = ListeningSocket.open(
                        loops.server().childHandler(new SocksPipeline(tunnels, false, HANDSHAKE_SECONDS)),
                        new InetSocketAddress(Loopback.parse("127.0.0.1", SocksSettings.PID), 0),
                        SocksSettings.PID);
                bound.complete(socket.address());
            } catch (Port17Exception e) {
                bound.completeExceptionally(e);
            }
        }

        @Override
        public CompletionStage<InetSocketAddress> bound() {
            return bound;
        }

        @Override
        public void close() {
            loops.loop().execute(() -> {
                if (socket != null) {
                    socket.close();
                }
            });
        }
    }
}
