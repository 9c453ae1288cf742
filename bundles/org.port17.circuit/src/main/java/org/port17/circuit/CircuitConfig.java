package org.port17.circuit;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of {@code org.port17.circuit}. */
@ObjectClassDefinition(name = "Port17 client circuits", description = "Builds and retires the client's circuits")
@interface CircuitConfig {
    @AttributeDefinition(description = "Nodes in a route, 3 to 5", min = "3", max = "5")
    int hops() default 3;

    @AttributeDefinition(
            description = "Whether the network runs on one machine or behind one router. Its nodes have no public"
                    + " addresses then and are told apart by the autonomous system that each names. Where this is false,"
                    + " such nodes are not used")
    boolean local_network() default false;

    @AttributeDefinition(
            description = "Whether this client has no rules. Where this is false every connection is refused until the"
                    + " bundle org.port17.rules has read them")
    boolean without_rules() default false;

    @AttributeDefinition(description = "Minutes without a stream after which a circuit is closed", min = "1")
    int idle_minutes() default 10;

    @AttributeDefinition(description = "Minutes without a byte after which a stream is reset", min = "1")
    int stream_idle_minutes() default 120;

    @AttributeDefinition(description = "Most circuits at a time; further streams are refused", min = "1")
    int circuits_max() default 1024;

    @AttributeDefinition(description = "Most streams at a time; further ones are refused", min = "1")
    int streams_max() default 10_000;

    @AttributeDefinition(description = "MiB by which all streams' receive windows together may grow", min = "1")
    int window_mib() default 24;

    @AttributeDefinition(
            description = "Hold every stream back until each hop of its circuit has made its first ratchet step: a new"
                    + " route then costs a round trip, and a stolen prekey opens nothing of it")
    boolean forward_secret() default false;

    @AttributeDefinition(
            description = "Ports on which what begins in the clear must come to TLS (STARTTLS) or is cut; until then"
                    + " nothing but the way to it leaves. Default: POP, IMAP, mail submission, XMPP")
    String[] starttls_ports() default {"110", "143", "587", "5222"};
}
