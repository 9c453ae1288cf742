package org.port17.exit.country;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration {@code org.port17.exit.country}. */
@ObjectClassDefinition(name = "Port17 exit by country", description = "Only exits in the countries listed are used")
public @interface CountryConfig {
    @AttributeDefinition(
            required = false,
            description =
                    "Countries an exit may stand in; unit: ISO 3166-1 alpha-2 codes, comma-separated or an array; "
                            + "default: none, which denies every exit")
    String[] countries() default {};
}
