package org.port17.spi.rule;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Destination;

/** What the user's console may ask and order of the rules. From any thread; reads files on the caller's. */
@ProviderType
public interface RuleControl {
    /** The rules in force, in order. */
    List<RuleView> rules();

    /** The rule file as it was last read. */
    RuleFileView file();

    /** Reads the rule file now. It is put in force if it is good. */
    RuleFileView reload();

    /** Reads another file as if it were the rule file, and changes nothing. */
    RuleFileView check(Path file);

    /** The ruling that {@link RuleBook#ruling} would give, without counting it as a hit. */
    Ruling explain(String application, Destination destination);
}
