package org.port17.delay;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of {@code etc/org.port17.delay.cfg}. Without that file nothing here starts. */
@ObjectClassDefinition(name = "Port17 delay", description = "Emulated distances for networks on one machine")
@interface DelayConfig {
    @AttributeDefinition(
            description = "the loopback address of this process, whose place in the places file is where it stands")
    String address() default "";

    @AttributeDefinition(description = "how many km of great circle take a millisecond one way, 10 to 300; default 100")
    int km_per_ms() default Distances.KM_PER_MILLI;
}
