package org.port17.relay;

import java.time.Duration;
import org.osgi.service.component.annotations.Component;
import org.port17.link.LaneAcceptor;
import org.port17.rehearsal.NodePart;
import org.port17.rehearsal.Place;
import org.port17.spi.dialer.ExitDialer;

/** Plays the nodes of a rehearsal: a {@link RelayCore} with counters, rates and circuits of its own. */
@Component(name = "org.port17.relay.rehearsal", service = NodePart.class)
public final class RelayPart implements NodePart {
    private static final RelayLimits LIMITS =
            new RelayLimits(1_000, 1_000_000, Duration.ofHours(1), 1_000, Duration.ofHours(1), 0);

    @Override
    public LaneAcceptor node(Place place, ExitDialer exit) {
        RelayCore core = new RelayCore(
                place.links(),
                place.self(),
                place.map()::current,
                place.plugins()::suites,
                place.plugins()::payment,
                LIMITS);
        core.dialer(exit);
        return core;
    }
}
