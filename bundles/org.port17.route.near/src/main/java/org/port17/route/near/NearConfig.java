package org.port17.route.near;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration {@code org.port17.route.near}. */
@ObjectClassDefinition(
        name = "Port17 routes near the destination",
        description = "Exits near the destination, entries kept for months, security levels")
public @interface NearConfig {
    @AttributeDefinition(
            description =
                    "Least security level of every route, the number of a configured level. A rule may raise it for"
                            + " one application or destination.",
            min = "1",
            max = "99")
    int level() default 1;

    @AttributeDefinition(
            required = false,
            description =
                    "The country this machine stands in, ISO 3166-1 alpha-2; level 4 needs it. Default: not said.")
    String client_country() default "";

    @AttributeDefinition(
            required = false,
            description = "File of the entries kept and of the secret that exits are drawn with, mode 0600."
                    + " Empty: ${karaf.data}/port17/guards.")
    String guards() default "";
}
