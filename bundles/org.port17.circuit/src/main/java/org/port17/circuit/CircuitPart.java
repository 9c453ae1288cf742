package org.port17.circuit;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.port17.api.Tunnels;
import org.port17.domains.RegistrableDomains;
import org.port17.rehearsal.ClientPart;
import org.port17.rehearsal.Place;
import org.port17.spi.place.DestinationPlace;

/** Plays the client of a rehearsal: a {@link CircuitPool} with circuits and streams of its own. */
@Component(name = "org.port17.circuit.rehearsal", service = ClientPart.class)
public final class CircuitPart implements ClientPart {
    private static final int HOPS = 3;
    private static final CircuitLimits LIMITS =
            new CircuitLimits(HOPS, Duration.ofHours(1), Duration.ofHours(1), 1_000, 1_000, 64L << 20, false, Set.of());

    @Override
    public Tunnels client(Place place) {
        RoutePlanner planner = new RoutePlanner(
                place.links(),
                place.map(),
                place.plugins(),
                new OwnTrust(),
                NodeSites.local(),
                HOPS,
                (application, destination) -> DestinationPlace.UNKNOWN);
        Rulings rulings = new Rulings(new RegistrableDomains(), true);
        CircuitPool pool = new CircuitPool(
                place.links(),
                planner,
                rulings,
                new DirectStreams(place.links().loop(), rulings),
                LIMITS,
                new ExitReports(Optional.empty(), Optional.empty()));
        place.onOtherSuite(pool::suitesChanged);
        return pool;
    }
}
