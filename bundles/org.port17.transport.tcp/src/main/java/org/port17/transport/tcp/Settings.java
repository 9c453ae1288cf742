package org.port17.transport.tcp;

import java.time.Duration;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * Validated configuration.
 *
 * @param congestion congestion control of connections to other machines; {@code system} leaves the system's choice
 * @param congestionLoopback likewise where both ends are on this machine
 * @param connectTimeout how long an attempt to connect may take
 */
record Settings(String congestion, String congestionLoopback, Duration connectTimeout) {
    static final String SYSTEM = "system";

    static Settings of(TcpTransport.Config config) throws Port17Exception {
        int seconds;
        try {
            seconds = config.connect_timeout_seconds();
        } catch (RuntimeException e) {
            // The file holds something that is no number.
            throw wrong("connect.timeout.seconds must be 1 to 300");
        }
        if (seconds < 1 || seconds > 300) {
            throw wrong("connect.timeout.seconds must be 1 to 300");
        }
        return new Settings(
                algorithm("congestion", config.congestion()),
                algorithm("congestion.loopback", config.congestion_loopback()),
                Duration.ofSeconds(seconds));
    }

    /** Linux takes names of at most 15 characters (TCP_CA_NAME_MAX less the final zero). */
    private static String algorithm(String key, String value) throws Port17Exception {
        if (!value.matches("[a-z0-9_]{1,15}")) {
            throw wrong(key + " must be system or the name of a congestion control, such as cubic");
        }
        return value;
    }

    private static Port17Exception wrong(String what) {
        return new Port17Exception(ErrorKind.CONFIG, "etc/org.port17.transport.tcp.cfg: " + what);
    }
}
