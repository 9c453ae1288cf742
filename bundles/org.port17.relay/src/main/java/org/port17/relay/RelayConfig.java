package org.port17.relay;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of {@code org.port17.relay}. */
@ObjectClassDefinition(name = "Port17 relay", description = "Forwards circuits for others")
@interface RelayConfig {
    @AttributeDefinition(description = "Endpoints to listen on, such as tcp:192.0.2.1:4000 or ws:0.0.0.0:80/port17")
    String[] listen() default {};

    @AttributeDefinition(description = "Endpoints to publish instead of those listened on (behind NAT or a web server)")
    String[] advertise() default {};

    @AttributeDefinition(description = "Most circuits at a time; further BUILDs are refused", min = "1")
    int circuits_max() default 100_000;

    @AttributeDefinition(description = "BUILDs a second from one link before further ones are refused", min = "1")
    int builds_per_second() default 200;

    @AttributeDefinition(
            description =
                    "Minutes without a cell after which a circuit is closed. Nodes cannot see whether a circuit has"
                            + " open streams, so this must exceed the clients' limit for idle streams (120)",
            min = "1")
    int idle_minutes() default 150;

    @AttributeDefinition(description = "Open streams at this exit before further ones are refused", min = "1")
    int streams_max() default 20_000;

    @AttributeDefinition(description = "Minutes without a byte after which an exit stream is reset", min = "1")
    int stream_idle_minutes() default 120;

    @AttributeDefinition(
            description =
                    "Seconds for which the announcement waits, at most, until the node has rehearsed: real circuits then"
                            + " find compiled code",
            min = "0")
    int warm_seconds() default 120;

    @AttributeDefinition(description = "Neighbours to which links are kept standing", min = "0")
    int standing_links() default 32;
}
