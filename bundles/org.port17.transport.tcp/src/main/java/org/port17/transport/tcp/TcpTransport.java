package org.port17.transport.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.ListeningSocket;
import org.port17.netty.Loops;
import org.port17.netty.OpenSockets;
import org.port17.netty.SocketAddresses;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/** Scheme {@code tcp}: the bytes as they are, on a TCP connection. Address {@code host:port}, literals only. */
@Component(
        name = "org.port17.transport.tcp",
        service = Transport.class,
        property = Transport.SCHEME + "=" + TcpTransport.NAME)
@Designate(ocd = TcpTransport.Config.class)
public final class TcpTransport implements Transport {
    /** Configuration of {@code etc/org.port17.transport.tcp.cfg}. */
    @ObjectClassDefinition(name = "Port17 transport: TCP")
    public @interface Config {
        @AttributeDefinition(
                description = "congestion control of connections to other machines: a name the kernel knows (Linux,"
                        + " epoll), or system for the system's own choice; default system")
        String congestion() default Settings.SYSTEM;

        @AttributeDefinition(description = "congestion control where both ends are on this machine; default cubic")
        String congestion_loopback() default "cubic";

        @AttributeDefinition(description = "how long an attempt to connect may take, in seconds, 1 to 300; default 10")
        int connect_timeout_seconds() default 10;
    }

    static final String NAME = "tcp";
    /** The whole pipeline: one handler. */
    private static final String HANDLER = "connection";

    private static final String CONFIGURED_IN = "etc/org.port17.relay.cfg";
    private static final TransportTraits TRAITS = new TransportTraits(NAME, 100, true);
    private final Loops loops;
    private final Settings settings;
    private final Congestion congestion;
    private final OpenSockets open = new OpenSockets();

    /** @throws Port17Exception CONFIG if a value is out of its bounds */
    @Activate
    public TcpTransport(Config config, @Reference Loops loops) throws Port17Exception {
        this(Settings.of(config), loops);
    }

    TcpTransport(Settings settings, Loops loops) {
        this.settings = settings;
        this.loops = loops;
        this.congestion = new Congestion(settings);
    }

    @Deactivate
    void deactivate() {
        loops.loop().execute(open::closeAll);
    }

    @Override
    public TransportTraits traits() {
        return TRAITS;
    }

    @Override
    public Connection dial(Endpoint endpoint, ConnectionEvents events) throws Port17Exception {
        InetSocketAddress peer = address(endpoint);
        if (peer.getPort() == 0) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "port 0 cannot be dialled");
        }
        TcpConnection connection = new TcpConnection(loops, events);
        Bootstrap bootstrap = loops.client()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .handler(initializer(channel -> {
                    connection.pacing(congestion.dialled(channel, peer));
                    channel.pipeline().addLast(HANDLER, connection);
                }));
        connection.dialling(bootstrap.connect(peer));
        open.add(connection);
        return connection;
    }

    @Override
    public Listener listen(Endpoint endpoint, Acceptor acceptor) throws Port17Exception {
        InetSocketAddress at = address(endpoint);
        // Written and read on the loop: by the initializer of the listening socket, then by those of what it accepts.
        String[] system = {""};
        ListeningSocket door = ListeningSocket.open(
                loops.server()
                        .handler(initializer(listener -> system[0] = congestion.listening(listener)))
                        .childHandler(initializer(channel -> accept(channel, acceptor, system[0]))),
                at,
                CONFIGURED_IN);
        open.add(door);
        Endpoint bound = new Endpoint(NAME, SocketAddresses.text(door.address()));
        return new Door(bound, door);
    }

    private void accept(Channel channel, Acceptor acceptor, String system) {
        TcpConnection connection = new TcpConnection(loops, acceptor);
        connection.pacing(congestion.accepted(channel, (InetSocketAddress) channel.remoteAddress(), system));
        channel.pipeline().addLast(HANDLER, connection);
        open.add(connection);
    }

    private static ChannelInitializer<Channel> initializer(Consumer<Channel> then) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                then.accept(channel);
            }
        };
    }

    private static InetSocketAddress address(Endpoint endpoint) throws Port17Exception {
        if (!endpoint.scheme().equals(NAME)) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a tcp endpoint reads tcp:host:port");
        }
        return SocketAddresses.parse(endpoint.address());
    }

    private final class Door implements Listener {
        private final Endpoint endpoint;
        private final ListeningSocket socket;

        Door(Endpoint endpoint, ListeningSocket socket) {
            this.endpoint = endpoint;
            this.socket = socket;
        }

        @Override
        public Endpoint endpoint() {
            return endpoint;
        }

        @Override
        public void close() {
            socket.close();
            open.remove(socket);
        }
    }
}
