package org.port17.rules;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration {@code org.port17.rules}. */
@ObjectClassDefinition(name = "Port17 rules", description = "What happens to which application and destination")
public @interface RulesConfig {
    @AttributeDefinition(description = "The rule file; a relative path starts in etc/; default port17.rules")
    String file() default "port17.rules";

    @AttributeDefinition(
            description =
                    "Whether rules may say direct, past the network. Otherwise a file with such a rule is refused;"
                            + " default false")
    boolean direct() default false;
}
