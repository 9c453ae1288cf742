package org.port17.route.fastest;

import java.util.OptionalDouble;
import org.port17.api.Node;
import org.port17.spi.route.NetworkView;

/** Expected times in milliseconds. */
record Legs(NetworkView view) {
    /** For a leg nobody measured. */
    static final double UNKNOWN = 100;

    /** Client to entry; a link that must be made first costs a second round trip. */
    double toEntry(Node entry) {
        double rtt = known(view.rttMillis(entry.id()));
        return view.linked(entry.id()) ? rtt : 2 * rtt;
    }

    double between(Node from, Node to) {
        return known(view.rttMillis(from.id(), to.id()));
    }

    private static double known(OptionalDouble rtt) {
        double value = rtt.orElse(UNKNOWN);
        return Double.isFinite(value) && value >= 0 ? value : UNKNOWN;
    }
}
