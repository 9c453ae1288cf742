package org.port17.edge.direct;

import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.port17.api.Port17Exception;
import org.port17.netty.pipe.ConfigNumber;

/** The validated configuration of {@code etc/org.port17.edge.direct.cfg}. */
record DirectSettings(boolean thisMachine, Duration connectTimeout, int maxConnections) {
    /** Component name, configuration file and bundle. */
    static final String PID = "org.port17.edge.direct";

    /** What the user may write. */
    @ObjectClassDefinition(name = "Port17 direct", description = "Connections past the network that a rule asks for")
    @interface Config {
        @AttributeDefinition(
                description = "whether direct rules may lead to this machine's own addresses, loopback included, for"
                        + " everybody who reaches this client's ports; default false")
        boolean this_machine() default false;

        @AttributeDefinition(
                description = "seconds until a connection must stand, resolving included, 1 to 300; default 15")
        int connect_timeout_seconds() default 15;

        @AttributeDefinition(description = "connections at a time, 1 to 100000; default 2000")
        int max_connections() default 2_000;
    }

    /** @throws Port17Exception CONFIG, naming the key */
    static DirectSettings of(Config config) throws Port17Exception {
        return new DirectSettings(
                config.this_machine(),
                Duration.ofSeconds(
                        ConfigNumber.within(PID, "connect.timeout.seconds", config::connect_timeout_seconds, 1, 300)),
                ConfigNumber.within(PID, "max.connections", config::max_connections, 1, 100_000));
    }
}
