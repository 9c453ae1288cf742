package org.port17.authority;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration {@code org.port17.authority}. */
@ObjectClassDefinition(name = "Port17 map authority", description = "Signs the map of a local network and serves it.")
public @interface AuthorityConfig {
    @AttributeDefinition(description = "Name of the network, 1 to 32 characters of a-z, 0-9 and -. Default local.")
    String network() default "local";

    @AttributeDefinition(description = "Address to listen at. Default 127.0.0.1.")
    String host() default "127.0.0.1";

    @AttributeDefinition(description = "TCP port to listen at, 0 to 65,535; 0 takes a free one. Default 7017.")
    int port() default 7017;

    @AttributeDefinition(
            description = "Directory of the signing key and of what was registered, mode 0700. Empty:"
                    + " ${karaf.data}/port17/authority.")
    String state() default "";

    @AttributeDefinition(
            description = "Trusted nodes: names, or node ids of 64 hexadecimal digits. A name belongs to the node that"
                    + " took it first; use ids where strangers can register. Where several authorities sign only ids"
                    + " are taken. Default none.")
    String[] trusted() default {};

    @AttributeDefinition(
            description = "Trusted owners: all nodes that carry a certificate by the key of one of these. Each must be"
                    + " in owner.keys. Default none.")
    String[] trusted_owners() default {};

    @AttributeDefinition(
            description = "Owners whose names only they may use, as name:public key of 64 hexadecimal digits. Other"
                    + " names belong to the key that certified a node with it first. Default none.")
    String[] owner_keys() default {};

    @AttributeDefinition(
            description = "Network file that says who the authorities are, how many have to sign, and whether nodes"
                    + " need a certificate of their owner. Empty: this authority signs alone.")
    String network_file() default "";

    @AttributeDefinition(
            description = "Number of owners, 0 to 65,535, below which the map says that the network is in bootstrap"
                    + " mode. Default 0: never.")
    int bootstrap_owners() default 0;

    @AttributeDefinition(
            description = "Capacities that you measured, as name:bytes a second or id:bytes a second. No node is"
                    + " measured by this authority itself, and none is believed about itself. Default none: 0, not"
                    + " measured.")
    String[] capacities() default {};

    @AttributeDefinition(
            description = "Permitted suites in order of preference, decimal or 0x and hexadecimal. Nothing else may be"
                    + " used in this network. Default 0x0101, 0x0102, 0x0103.")
    String[] suites_permitted() default {"0x0101", "0x0102", "0x0103"};

    @AttributeDefinition(
            description =
                    "Whether nodes at private and loopback addresses count too. Then nothing bounds how often they"
                            + " are dialled: for a network whose nodes are all your own. Default false.")
    boolean addresses_local() default false;

    @AttributeDefinition(
            description = "Ports that a node may be at, and ranges of them: each address is dialled before the node"
                    + " counts. Default 443, 1024-65535.")
    String[] addresses_ports() default {"443", "1024-65535"};

    @AttributeDefinition(
            description = "Minutes after which a node's addresses are dialled again, 1 to 1,440. Default 30.")
    int addresses_recheck_minutes() default 30;

    @AttributeDefinition(
            description = "Hours after which a node's capacity is measured again, 0 to 720; 0: never. Default 24.")
    int measure_hours() default 24;

    @AttributeDefinition(
            description =
                    "Seconds that measuring nodes takes, 5 to 60, in which their lines and this authority's are full."
                            + " Default 30.")
    int measure_seconds() default 30;

    @AttributeDefinition(
            description = "Hours after which it is looked again where a node stands, by round trips between nodes, 0 to"
                    + " 2,160; 0: never. Default 168.")
    int measure_places_hours() default 168;

    @AttributeDefinition(
            description = "Seconds after which a new map is signed even if nothing changed, 1 to 86,400; where k of n"
                    + " authorities sign to 900 / (n - k + 1). Default 300.")
    int interval_seconds() default 300;

    @AttributeDefinition(
            description = "Minutes without a sign of life after which a node leaves the map, 1 to 10,080. Default 30.")
    int drop_minutes() default 30;

    @AttributeDefinition(
            description = "Hours for which a map is valid, 1 to 720, longer than the interval. Default 24.")
    int validity_hours() default 24;
}
