package org.port17.edge.socks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.pipe.ConfigNumber;
import org.port17.netty.pipe.Loopback;

/**
 * The validated configuration of {@code etc/org.port17.edge.socks.cfg}.
 *
 * @param address the loopback address listened on
 * @param port the ordinary port; 0 picks a free one
 * @param strict whether the ordinary port waits for the destination before it answers
 * @param strictPort a second port that always waits; negative for none
 */
record SocksSettings(
        InetAddress address, int port, boolean strict, int strictPort, int maxConnections, int handshakeSeconds) {
    /** Component name, configuration file and bundle. */
    static final String PID = "org.port17.edge.socks";

    private static final int MAX_PORT = 65_535;

    /** What the operator may write. */
    @ObjectClassDefinition(name = "Port17 SOCKS5", description = "Where applications come in by SOCKS5")
    @interface Config {
        @AttributeDefinition(description = "loopback address to listen on, an IP literal; default 127.0.0.1")
        String host() default "127.0.0.1";

        @AttributeDefinition(description = "TCP port, 0 picks a free one; default 1080")
        int port() default 1080;

        @AttributeDefinition(
                description = "true: answer CONNECT only when the destination answered; default false (answer at once)")
        boolean strict() default false;

        @AttributeDefinition(description = "a second TCP port that is always strict, 0 for none; default 0")
        int strict_port() default 0;

        @AttributeDefinition(description = "connections at a time on each port, 1 to 60000; default 10000")
        int max_connections() default 10_000;

        @AttributeDefinition(description = "seconds an application may take to say what it wants, 1 to 600; default 30")
        int handshake_timeout_seconds() default 30;
    }

    /** @throws Port17Exception CONFIG, naming the key */
    static SocksSettings of(Config config) throws Port17Exception {
        int port = ConfigNumber.within(PID, "port", config::port, 0, MAX_PORT);
        int strictPort = ConfigNumber.within(PID, "strict.port", config::strict_port, 0, MAX_PORT);
        if (strictPort != 0 && strictPort == port) {
            throw new Port17Exception(ErrorKind.CONFIG, "etc/" + PID + ".cfg: strict.port must differ from port");
        }
        return new SocksSettings(
                Loopback.parse(config.host(), PID),
                port,
                config.strict(),
                strictPort == 0 ? -1 : strictPort,
                ConfigNumber.within(PID, "max.connections", config::max_connections, 1, 60_000),
                ConfigNumber.within(PID, "handshake.timeout.seconds", config::handshake_timeout_seconds, 1, 600));
    }

    InetSocketAddress ordinary() {
        return new InetSocketAddress(address, port);
    }
}
