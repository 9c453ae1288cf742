package org.port17.edge.socks;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

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
        within("port", config.port(), 0, MAX_PORT);
        within("strict.port", config.strict_port(), 0, MAX_PORT);
        within("max.connections", config.max_connections(), 1, 60_000);
        within("handshake.timeout.seconds", config.handshake_timeout_seconds(), 1, 600);
        if (config.strict_port() != 0 && config.strict_port() == config.port()) {
            throw wrong("strict.port must differ from port", null);
        }
        return new SocksSettings(
                loopback(config.host()),
                config.port(),
                config.strict(),
                config.strict_port() == 0 ? -1 : config.strict_port(),
                config.max_connections(),
                config.handshake_timeout_seconds());
    }

    InetSocketAddress ordinary() {
        return new InetSocketAddress(address, port);
    }

    private static InetAddress loopback(String host) throws Port17Exception {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host.strip());
        try {
            if (literal != null && InetAddress.getByAddress(literal).isLoopbackAddress()) {
                return InetAddress.getByAddress(literal);
            }
        } catch (UnknownHostException e) {
            throw wrong("host must be a loopback address", e);
        }
        throw wrong("host must be a loopback address such as 127.0.0.1 or ::1, or everyone could use this port", null);
    }

    private static void within(String key, int value, int least, int most) throws Port17Exception {
        if (value < least || value > most) {
            throw wrong(key + " must lie between " + least + " and " + most, null);
        }
    }

    private static Port17Exception wrong(String what, Throwable cause) {
        return new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, "etc/" + PID + ".cfg: " + what, cause);
    }
}
