package org.port17.netmap;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration {@code org.port17.netmap}. */
@ObjectClassDefinition(name = "Port17 network map", description = "Where the signed network map comes from.")
public @interface NetMapConfig {
    @AttributeDefinition(
            description = "Network file of the network to join. It names all authorities, and how many have to sign a"
                    + " map; source and authority.key are not looked at then. Default none.")
    String network() default "";

    @AttributeDefinition(
            description = "Base address of the map's authority, such as http://127.0.0.1:7017. Empty: the map is only"
                    + " read from the cache.")
    String source() default "";

    @AttributeDefinition(
            description = "The authority's Ed25519 public key, 64 hexadecimal digits. Maps signed by any other key are"
                    + " refused. No default.")
    String authority_key() default "";

    @AttributeDefinition(
            description =
                    "Base addresses of nodes that hand out the map, such as http://192.0.2.7:7018, separated by commas, for"
                            + " the first start. Once there is a map its own such nodes are asked, too. Default none.")
    String[] mirrors() default {};

    @AttributeDefinition(description = "Seconds between two polls, 1 to 86,400. Default 30.")
    int poll_seconds() default 30;

    @AttributeDefinition(
            description = "File that keeps the newest map; its prekeys lie beside it with the ending .prekeys. Empty:"
                    + " ${karaf.data}/port17/map.")
    String cache() default "";
}
