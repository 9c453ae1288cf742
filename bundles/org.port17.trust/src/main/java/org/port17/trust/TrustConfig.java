package org.port17.trust;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration {@code org.port17.trust}. */
@ObjectClassDefinition(name = "Port17 trust", description = "Whom the user trusts beside the network's trust list")
public @interface TrustConfig {
    @AttributeDefinition(
            required = false,
            description = "File of the nodes and owners that the user trusts, mode 0600; port17:trust writes it."
                    + " Empty: ${karaf.data}/port17/trust")
    String file() default "";
}
