package org.port17.spi.dialer;

import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Destination;
import org.port17.spi.rule.Action;

/**
 * Opens a client's connections past the network, where a rule of the user says so. A service of its own, so that no node
 * becomes an exit by it. On the loop.
 *
 * <p>Guarantee: names are resolved here, once, and the address that was judged is the one dialled. An address that is not
 * public is dialled only if the rules say {@link Action#DIRECT} of that address too, one that they block never, and this machine's own
 * only if its operator allowed that.
 */
@ProviderType
public interface DirectDialer {
    /**
     * Starts to resolve and connect. Never throws; failures come as {@link ExitEvents#failed}.
     *
     * @param rules what the user's rules say of an address to which the destination's name leads
     */
    ExitConnection dial(Destination destination, Function<Destination, Action> rules, ExitEvents events);
}
