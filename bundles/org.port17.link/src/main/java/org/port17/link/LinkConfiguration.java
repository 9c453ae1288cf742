package org.port17.link;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration, PID {@code org.port17.link}. */
@ObjectClassDefinition(name = "Port17 links", description = "Bounds and times of the links to neighbours")
public @interface LinkConfiguration {
    @AttributeDefinition(description = "Bytes one link keeps until the peer acknowledges them (bytes, default 8 MiB)")
    int window_bytes() default 8 * 1024 * 1024;

    @AttributeDefinition(description = "Bytes one circuit may have waiting on a link (bytes, default 24 MiB)")
    int lane_queue_bytes() default 24 * 1024 * 1024;

    @AttributeDefinition(
            description =
                    "Bytes all circuits of a link may have waiting (bytes, default 0: an eighth of the heap, at least"
                            + " 128 MiB)")
    int link_queue_bytes() default 0;

    @AttributeDefinition(description = "Circuits on one link (count, default 65536)")
    int lanes_max() default 65_536;

    @AttributeDefinition(description = "Links accepted and kept at once (count, default 20000)")
    int accepted_max() default 20_000;

    @AttributeDefinition(description = "Accepted connections without a complete HELLO (count, default 1024)")
    int halfopen_max() default 1024;

    @AttributeDefinition(description = "HELLOs answered (per second, default 500)")
    int hello_rate() default 500;

    @AttributeDefinition(description = "Time for a handshake, and for a record begun, to be complete (s, default 10)")
    int handshake_seconds() default 10;

    @AttributeDefinition(description = "Time in which a lost link must stand again (s, default 10)")
    int resume_seconds() default 10;

    @AttributeDefinition(description = "Quiet time after which a PING leaves, +-20 % (s, default 15)")
    int keepalive_seconds() default 15;

    @AttributeDefinition(description = "Silence after which the dialler takes a connection for lost (s, default 45)")
    int silence_seconds() default 45;

    @AttributeDefinition(description = "How long a link without circuits stays up (s, default 600)")
    int idle_seconds() default 600;
}
