package org.port17.plugins.registry;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration {@code org.port17.plugins}. Lists are comma-separated or arrays. */
@ObjectClassDefinition(name = "Port17 plugins", description = "Which plugins are used, and in which order")
public @interface PluginsConfig {
    @AttributeDefinition(
            required = false,
            description = "Transports to use first, by scheme, best first; unit: scheme; default: none (by rank)")
    String[] transports_prefer() default {};

    @AttributeDefinition(
            required = false,
            description = "Transports never to use, by scheme; wins over prefer; unit: scheme; default: none")
    String[] transports_forbid() default {};

    @AttributeDefinition(
            required = false,
            description = "Cipher suites to use first, by name, best first; unit: suite name; default: none (by rank)")
    String[] suites_prefer() default {};

    @AttributeDefinition(
            required = false,
            description = "Cipher suites never to use, by name; wins over prefer; unit: suite name; default: none")
    String[] suites_forbid() default {};

    @AttributeDefinition(
            required = false,
            description =
                    "Cipher suites that are off by default and may be used here, by name: those whose secrets are not"
                            + " hybrid; unit: suite name; default: none")
    String[] suites_permit() default {};

    @AttributeDefinition(description = "Route strategy; unit: name; default: near")
    String route() default "near";

    @AttributeDefinition(description = "Exit policy; unit: name; default: any")
    String exit() default "any";

    @AttributeDefinition(description = "Payment; unit: name; default: free")
    String payment() default "free";

    @AttributeDefinition(
            description =
                    "How long a plugin that stops waits for its users to move; unit: seconds, 0 to 3600; default: 30")
    int grace_seconds() default 30;
}
