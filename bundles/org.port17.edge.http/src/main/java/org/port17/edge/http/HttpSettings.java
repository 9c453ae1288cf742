package org.port17.edge.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.port17.api.Port17Exception;
import org.port17.netty.pipe.ConfigNumber;
import org.port17.netty.pipe.Loopback;

/** The validated configuration of {@code etc/org.port17.edge.http.cfg}. */
record HttpSettings(InetAddress address, int port, boolean strict, int maxConnections, int handshakeSeconds) {
    /** Component name, configuration file and bundle. */
    static final String PID = "org.port17.edge.http";

    /** What the operator may write. */
    @ObjectClassDefinition(name = "Port17 HTTP proxy", description = "Where applications come in by HTTP")
    @interface Config {
        @AttributeDefinition(description = "loopback address to listen on, an IP literal; default 127.0.0.1")
        String host() default "127.0.0.1";

        @AttributeDefinition(description = "TCP port, 0 picks a free one; default 8118")
        int port() default 8118;

        @AttributeDefinition(
                description = "true: answer CONNECT only when the destination answered; default false (answer at once)")
        boolean strict() default false;

        @AttributeDefinition(description = "connections at a time, 1 to 60000; default 10000")
        int max_connections() default 10_000;

        @AttributeDefinition(description = "seconds until a new connection's first request, 1 to 600; default 30")
        int handshake_timeout_seconds() default 30;
    }

    /** @throws Port17Exception CONFIG, naming the key */
    static HttpSettings of(Config config) throws Port17Exception {
        return new HttpSettings(
                Loopback.parse(config.host(), PID),
                ConfigNumber.within(PID, "port", config::port, 0, 65_535),
                config.strict(),
                ConfigNumber.within(PID, "max.connections", config::max_connections, 1, 60_000),
                ConfigNumber.within(PID, "handshake.timeout.seconds", config::handshake_timeout_seconds, 1, 600));
    }

    InetSocketAddress listen() {
        return new InetSocketAddress(address, port);
    }
}
