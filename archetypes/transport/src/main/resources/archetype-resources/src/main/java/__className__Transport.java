package ${package};

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
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

/** Scheme {@code ${scheme}}: endpoints read {@code ${scheme}:host:port}. */
@Component(
        name = "${package}",
        service = Transport.class,
        property = Transport.SCHEME + "=" + ${className}Transport.SCHEME_NAME)
@Designate(ocd = ${className}Transport.Config.class)
public final class ${className}Transport implements Transport {
    /** Configuration of {@code etc/${package}.cfg}. */
    @ObjectClassDefinition(name = "Port17 transport: ${scheme}")
    public @interface Config {
        @AttributeDefinition(description = "how long an attempt to connect may take, in seconds, 1 to 300; default 10")
        int connect_timeout_seconds() default 10;
    }

    static final String SCHEME_NAME = "${scheme}";

    /** The rank decides where a node offers several transports; tcp has 100. */
    private static final TransportTraits TRAITS = new TransportTraits(SCHEME_NAME, 40, true);

    private final Loops loops;
    private final int connectMillis;
    private final OpenSockets open = new OpenSockets();

    @Activate
    public ${className}Transport(Config config, @Reference Loops loops) throws Port17Exception {
        this(config.connect_timeout_seconds(), loops);
    }

    ${className}Transport(int connectSeconds, Loops loops) throws Port17Exception {
        if (connectSeconds < 1 || connectSeconds > 300) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, "etc/${package}.cfg: connect.timeout.seconds must be 1 to 300");
        }
        this.loops = loops;
        this.connectMillis = connectSeconds * 1000;
    }

    /** Stopping the bundle ends every connection, and the core hears of it; its links move to another transport. */
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
        ${className}Connection connection = new ${className}Connection(loops.allocator(), events);
        connection.dialling(loops.client()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .handler(pipeline(() -> connection))
                .connect(peer));
        open.add(connection);
        return connection;
    }

    @Override
    public Listener listen(Endpoint endpoint, Acceptor acceptor) throws Port17Exception {
        ListeningSocket socket = ListeningSocket.open(
                loops.server().childHandler(pipeline(() -> accepted(acceptor))),
                address(endpoint),
                "etc/org.port17.relay.cfg");
        open.add(socket);
        Endpoint bound = new Endpoint(SCHEME_NAME, SocketAddresses.text(socket.address()));
        return new Listener() {
            @Override
            public Endpoint endpoint() {
                return bound;
            }

            @Override
            public void close() {
                socket.close();
                open.remove(socket);
            }
        };
    }

    private ${className}Connection accepted(Acceptor acceptor) {
        return new ${className}Connection(loops.allocator(), connection -> {
            open.add((${className}Connection) connection);
            return acceptor.accept(connection);
        });
    }

    /** The place for Netty handlers of your own; the connection stays the last. */
    private static ChannelInitializer<Channel> pipeline(Supplier<${className}Connection> connections) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast("connection", connections.get());
            }
        };
    }

    private static InetSocketAddress address(Endpoint endpoint) throws Port17Exception {
        if (!endpoint.scheme().equals(SCHEME_NAME)) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "an endpoint reads " + SCHEME_NAME + ":host:port");
        }
        return SocketAddresses.parse(endpoint.address());
    }
}
