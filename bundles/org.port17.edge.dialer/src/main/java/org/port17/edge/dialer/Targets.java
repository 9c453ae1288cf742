package org.port17.edge.dialer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.function.Predicate;
import org.port17.api.Destination;
import org.port17.netty.dial.Addresses;

/**
 * Which addresses may be dialled. A name decides nothing by itself: each address it resolves to is judged. This machine's
 * own addresses are denied even where they are public: its listeners are not for strangers who come by way of the exit.
 *
 * @param allow pairs open in spite of a private address or a denied port
 * @param deny pairs closed whatever {@code allow} says
 * @param own tells this machine's addresses from others
 */
record Targets(Set<HostPort> allow, Set<HostPort> deny, Set<Integer> denyPorts, Predicate<InetAddress> own) {
    Targets(Set<HostPort> allow, Set<HostPort> deny, Set<Integer> denyPorts) {
        this(allow, deny, denyPorts, Addresses::isThisMachine);
    }

    /** @param wanted what the client asked for, from which {@code address} was resolved */
    boolean permits(Destination wanted, InetSocketAddress address) {
        HostPort asked = HostPort.of(wanted);
        HostPort actual = HostPort.of(address.getAddress(), address.getPort());
        if (deny.contains(asked) || deny.contains(actual) || isOwnListener(address)) {
            return false;
        }
        if (allow.contains(asked) || allow.contains(actual)) {
            return true;
        }
        return !denyPorts.contains(address.getPort())
                && Addresses.isPublic(address.getAddress())
                && !own.test(address.getAddress());
    }

    private boolean isOwnListener(InetSocketAddress address) {
        for (HostPort entry : deny) {
            InetAddress listener = Addresses.literal(entry.host());
            if (entry.port() == address.getPort()
                    && listener != null
                    && listener.isAnyLocalAddress()
                    && own.test(address.getAddress())) {
                return true;
            }
        }
        return false;
    }
}
