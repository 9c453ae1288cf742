package org.port17.places;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration {@code org.port17.places}. */
@ObjectClassDefinition(name = "Port17 places", description = "Where addresses stand")
public @interface PlacesConfig {
    @AttributeDefinition(
            required = false,
            description = "A places file to use instead of the embedded one, a path; default: none")
    String file() default "";
}
