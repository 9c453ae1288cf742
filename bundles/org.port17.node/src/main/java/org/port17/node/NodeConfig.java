package org.port17.node;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration {@code org.port17.node}. */
@ObjectClassDefinition(name = "Port17 node", description = "What this node says about itself.")
public @interface NodeConfig {
    @AttributeDefinition(description = "Name, unique in the network: 1 to 32 characters of a-z, 0-9 and -. No default.")
    String name() default "";

    @AttributeDefinition(
            description = "Who runs it: 1 to 64 letters, digits, spaces or . _ @ + -. No route holds two nodes of one"
                    + " owner. No default.")
    String owner() default "";

    @AttributeDefinition(description = "Where it stands, ISO 3166-1 alpha-2 in upper case. Default ZZ, unknown.")
    String country() default "ZZ";

    @AttributeDefinition(description = "Autonomous system number. Default 0, unknown.")
    long as() default 0;

    @AttributeDefinition(
            description = "Directory of the identity key, mode 0700. Empty: ${karaf.data}/port17. Keep a copy of the"
                    + " file identity.key; without it the node is a new node.")
    String state() default "";

    @AttributeDefinition(
            description =
                    "Network file of the network to serve in: its authorities are told of this node, and publish is"
                            + " not looked at. Default none.")
    String network() default "";

    @AttributeDefinition(
            description =
                    "File with the owner's certificate for this node, made by ./port17 network owner. Default none.")
    String owner_certificate() default "";

    @AttributeDefinition(
            description = "Base address of the authority that is told of this node, such as http://127.0.0.1:7017."
                    + " Empty: the node tells nobody.")
    String publish() default "";

    @AttributeDefinition(
            description = "Handshakes that are remembered per prekey against replay, 1,000 to 50,000,000; when so many"
                    + " were seen further ones are refused until the next prekey. About 24 bytes each. Default"
                    + " 1,000,000.")
    int replay_capacity() default 1_000_000;
}
