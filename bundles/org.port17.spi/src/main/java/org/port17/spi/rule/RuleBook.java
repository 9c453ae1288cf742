package org.port17.spi.rule;

import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Destination;

/** The user's rules in force. A service; until there is one nothing is opened, unless the client was told that it has none. */
@ProviderType
public interface RuleBook {
    /**
     * What is to be done with a connection: the answer of the first rule that fits, or {@link Ruling#TUNNEL_EVERYTHING}.
     *
     * <p>Guarantee: from any thread; never blocks, never fails, allocates nothing that outlives the call; the same rules give the same answer to
     * every spelling of a destination that {@link Destination#of} makes equal. Rulings are made once per rule and reload,
     * so the same rule answers with the same object until the rules change.
     *
     * <p>Cost: at most 1 µs with 100,000 rules.
     *
     * @param application who asks; empty if unknown
     */
    Ruling ruling(String application, Destination destination);

    /** The same, without counting it as a decision on a connection; for explanations. */
    Ruling explain(String application, Destination destination);

    /**
     * Tells the listener each time other rules are in force, on any thread, after they are. The listener must be quick.
     *
     * @return closing it ends that
     */
    AutoCloseable onChange(Runnable listener);
}
