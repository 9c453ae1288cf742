package org.port17.transport.websocket;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.ListeningSocket;
import org.port17.netty.Loops;
import org.port17.netty.OpenSockets;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/** WebSocket over whatever its {@link Security} puts below; the two components say which. */
abstract class WebSocketTransport implements Transport {
    private static final String CONFIGURED_IN = "etc/org.port17.relay.cfg";
    private final TransportTraits traits;
    private final Loops loops;
    private final Security security;
    private final Duration patience;
    private final OpenSockets open = new OpenSockets();

    /** @param patience limit for the TCP connection, and again for the upgrade */
    WebSocketTransport(TransportTraits traits, Loops loops, Security security, Duration patience) {
        this.traits = traits;
        this.loops = loops;
        this.security = security;
        this.patience = patience;
    }

    /**
     * @param file the configuration's file, for the message
     * @throws Port17Exception CONFIG unless 1 to 300
     */
    static Duration patience(int seconds, String file) throws Port17Exception {
        if (seconds < 1 || seconds > 300) {
            throw new Port17Exception(ErrorKind.CONFIG, file + ": connect.timeout.seconds must be 1 to 300");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Ends everything this transport has open. */
    final void closeAll() {
        loops.loop().execute(open::closeAll);
    }

    @Override
    public final TransportTraits traits() {
        return traits;
    }

    @Override
    public final Connection dial(Endpoint endpoint, ConnectionEvents events) throws Port17Exception {
        WebAddress peer = WebAddress.parse(traits.scheme(), endpoint);
        if (peer.socket().getPort() == 0) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "port 0 cannot be dialled");
        }
        WebSocketConnection connection = new WebSocketConnection(loops.allocator(), events);
        Bootstrap bootstrap = loops.client()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) patience.toMillis())
                .handler(new ClientPipeline(peer, patience, connection));
        ChannelFuture registered = bootstrap.register();
        if (registered.cause() != null) {
            connection.dialling(registered);
            return connection;
        }
        Channel channel = registered.channel();
        ChannelPromise attempt = channel.newPromise();
        connection.dialling(attempt);
        open.add(connection);
        security.secureClient(channel, peer).whenComplete((done, failure) -> {
            if (failure == null) {
                channel.connect(peer.socket(), attempt);
            } else {
                attempt.tryFailure(failure);
                channel.close();
            }
        });
        return connection;
    }

    @Override
    public final Listener listen(Endpoint endpoint, Acceptor acceptor) throws Port17Exception {
        WebAddress at = WebAddress.parse(traits.scheme(), endpoint);
        security.readyToListen();
        ServerPipeline pipeline = new ServerPipeline(security, at.path(), patience, () -> accepted(acceptor));
        ListeningSocket door = ListeningSocket.open(loops.server().childHandler(pipeline), at.socket(), CONFIGURED_IN);
        open.add(door);
        Endpoint bound = at.at(door.address());
        return new Listener() {
            @Override
            public Endpoint endpoint() {
                return bound;
            }

            @Override
            public void close() {
                door.close();
                open.remove(door);
            }
        };
    }

    private WebSocketConnection accepted(Acceptor acceptor) {
        return new WebSocketConnection(loops.allocator(), connection -> {
            open.add((WebSocketConnection) connection);
            return acceptor.accept(connection);
        });
    }
}
