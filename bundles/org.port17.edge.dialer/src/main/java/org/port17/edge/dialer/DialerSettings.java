package org.port17.edge.dialer;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** The validated configuration of {@code etc/org.port17.edge.dialer.cfg}. */
record DialerSettings(Targets targets, Duration connectTimeout, int maxConnections, Duration grace) {
    /** Component name, configuration file and bundle. */
    static final String PID = "org.port17.edge.dialer";

    /** What the operator may write. */
    @ObjectClassDefinition(name = "Port17 exit dialler", description = "Outgoing connections of an exit")
    @interface Config {
        @AttributeDefinition(
                description = "host:port pairs that may be dialled although the address is private or the port denied;"
                        + " a host is a name or a literal ([::1]:80); default none")
        String[] allow() default {};

        @AttributeDefinition(
                description = "host:port pairs that are never dialled, allow or not: this node's own listeners. The"
                        + " host 0.0.0.0 or [::] means every address of this machine; default none")
        String[] deny() default {};

        @AttributeDefinition(
                description = "TCP ports that are never dialled except by allow; default 25 (mail, because of spam)")
        int[] deny_ports() default {25};

        @AttributeDefinition(
                description = "seconds until a connection must stand, resolving included, 1 to 300; default 15")
        int connect_timeout_seconds() default 15;

        @AttributeDefinition(description = "connections at a time, 1 to 1000000; default 20000")
        int max_connections() default 20_000;

        @AttributeDefinition(
                description = "seconds open connections may go on after this part was stopped, 0 to 3600; default 30")
        int grace_seconds() default 30;
    }

    /** @throws Port17Exception CONFIG, naming the key */
    static DialerSettings of(Config config) throws Port17Exception {
        within("connect.timeout.seconds", config.connect_timeout_seconds(), 1, 300);
        within("max.connections", config.max_connections(), 1, 1_000_000);
        within("grace.seconds", config.grace_seconds(), 0, 3_600);
        for (int port : config.deny_ports()) {
            within("deny.ports", port, 0, 65_535);
        }
        Set<Integer> deniedPorts = Arrays.stream(config.deny_ports()).boxed().collect(Collectors.toUnmodifiableSet());
        return new DialerSettings(
                new Targets(HostPort.parseAll(config.allow()), HostPort.parseAll(config.deny()), deniedPorts),
                Duration.ofSeconds(config.connect_timeout_seconds()),
                config.max_connections(),
                Duration.ofSeconds(config.grace_seconds()));
    }

    private static void within(String key, int value, int least, int most) throws Port17Exception {
        if (value < least || value > most) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, "etc/" + PID + ".cfg: " + key + " must lie between " + least + " and " + most);
        }
    }
}
