package org.port17.edge.direct;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;
import java.util.function.Predicate;
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.netty.dial.Addresses;
import org.port17.spi.rule.Action;

/**
 * Which addresses a direct connection may go to. A name decides nothing by itself, since whoever answers for it could lead an
 * application into the user's own network: an address that is not public needs a rule of its own.
 *
 * @param thisMachine whether this machine's own addresses may be dialled, if the rules say direct of them
 * @param own tells this machine's addresses from others
 */
record DirectTargets(boolean thisMachine, Predicate<InetAddress> own) {
    DirectTargets(boolean thisMachine) {
        this(thisMachine, Addresses::isThisMachine);
    }

    /** @param rules what the user's rules say of an address */
    boolean permits(InetSocketAddress to, Function<Destination, Action> rules) {
        InetAddress address = to.getAddress();
        // Link-local ones are the metadata services of clouds, and the neighbours' own set-up.
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()) {
            return false;
        }
        Action ruled;
        try {
            ruled = rules.apply(Destination.of(address.getHostAddress(), to.getPort()));
        } catch (Port17Exception e) {
            return false; // an address that no rule could name
        }
        boolean ours = own.test(address);
        return switch (ruled) {
            case BLOCK -> false;
            case DIRECT -> !ours || thisMachine;
            case TUNNEL -> !ours && Addresses.isPublic(address);
        };
    }
}
