package org.port17.route.near;

import java.util.OptionalDouble;
import org.port17.route.kit.Times;
import org.port17.spi.route.NetworkView;

/** What was measured, else what distance suggests. */
final class MeasuredTimes implements Times {
    private final MappedNodes nodes;
    private final NetworkView view;
    private final Times byDistance;

    MeasuredTimes(MappedNodes nodes, NetworkView view, Times byDistance) {
        this.nodes = nodes;
        this.view = view;
        this.byDistance = byDistance;
    }

    @Override
    public double between(int a, int b) {
        OptionalDouble measured =
                view.rttMillis(nodes.node(a).id(), nodes.node(b).id());
        return isTime(measured) ? measured.getAsDouble() : byDistance.between(a, b);
    }

    @Override
    public double toEntry(int row) {
        OptionalDouble measured = view.rttMillis(nodes.node(row).id());
        return isTime(measured) ? measured.getAsDouble() : byDistance.toEntry(row);
    }

    private static boolean isTime(OptionalDouble measured) {
        return measured.isPresent() && Double.isFinite(measured.getAsDouble()) && measured.getAsDouble() >= 0;
    }
}
