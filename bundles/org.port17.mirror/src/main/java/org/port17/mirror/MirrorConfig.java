package org.port17.mirror;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration {@code org.port17.mirror}. Without a file of it a node hands out nothing. */
@ObjectClassDefinition(name = "Port17 map mirror", description = "Hands out the network's map to clients and nodes.")
public @interface MirrorConfig {
    @AttributeDefinition(
            description =
                    "Address to listen at; 0.0.0.0 or :: for all. It must be the one of the node's endpoints, since the"
                            + " node's record names the port only. Default 0.0.0.0.")
    String host() default "0.0.0.0";

    @AttributeDefinition(description = "TCP port to listen at, 0 to 65,535; 0 takes a free one. Default 7018.")
    int port() default 7018;
}
