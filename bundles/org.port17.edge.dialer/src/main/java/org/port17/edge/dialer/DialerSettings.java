package org.port17.edge.dialer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.pipe.ConfigNumber;
import org.port17.spi.place.AddressLiteral;

/** The validated configuration of {@code etc/org.port17.edge.dialer.cfg}. */
record DialerSettings(
        Targets targets, Optional<InetAddress> source, Duration connectTimeout, int maxConnections, Duration grace) {
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
        String[] deny_ports() default {"25"};

        @AttributeDefinition(
                description =
                        "address of this machine that connections leave from, a literal; destinations of the other"
                                + " IP version are dialled as the system sees fit; default none: all are")
        String source() default "";

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
        return new DialerSettings(
                new Targets(HostPort.parseAll(config.allow()), HostPort.parseAll(config.deny()), deniedPorts(config)),
                source(config.source().strip()),
                Duration.ofSeconds(
                        ConfigNumber.within(PID, "connect.timeout.seconds", config::connect_timeout_seconds, 1, 300)),
                ConfigNumber.within(PID, "max.connections", config::max_connections, 1, 1_000_000),
                Duration.ofSeconds(ConfigNumber.within(PID, "grace.seconds", config::grace_seconds, 0, 3_600)));
    }

    /** A name would be looked up, and what it leads to may change. */
    private static Optional<InetAddress> source(String text) throws Port17Exception {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        byte[] address = AddressLiteral.of(text)
                .orElseThrow(() -> new Port17Exception(
                        ErrorKind.CONFIG, "etc/" + PID + ".cfg: source must be an address of this machine"));
        try {
            return Optional.of(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A .cfg file gives a list as one text with commas, the configuration service as an array. */
    private static Set<Integer> deniedPorts(Config config) throws Port17Exception {
        Set<Integer> ports = new HashSet<>();
        for (String entry : config.deny_ports()) {
            for (String part : entry.split(",")) {
                if (!part.isBlank()) {
                    ports.add(ConfigNumber.within(PID, "deny.ports", () -> Integer.parseInt(part.strip()), 0, 65_535));
                }
            }
        }
        return Set.copyOf(ports);
    }
}
