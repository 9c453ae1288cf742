package org.port17.circuit;

import java.util.Optional;
import org.port17.api.Destination;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.cell.Sighting;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.DestinationPlaces;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Places;
import org.port17.spi.place.Report;

/** Hands on what exits tell of destinations, with what this client knows of the exit; to nobody where nobody learns. */
final class ExitReports {
    private static final double NANOS_PER_MILLI = 1e6;
    private final Optional<Places> places;
    private final Optional<DestinationPlaces> learned;

    ExitReports(Optional<Places> places, Optional<DestinationPlaces> learned) {
        this.places = places;
        this.learned = learned;
    }

    /** @param waited nanoseconds from CONNECT to CONNECTED, at this client */
    void told(Object isolation, Destination destination, Node exit, Sighting sighting, long waited) {
        if (learned.isPresent() && places.isPresent()) {
            learned.get()
                    .told(
                            isolation,
                            destination,
                            new Report(
                                    exit.owner(),
                                    placeOf(exit, places.get().table()),
                                    sighting.prefix(),
                                    sighting.millis(),
                                    waited / NANOS_PER_MILLI));
        }
    }

    /** By its address, which others have seen; by the country it names where that says nothing. */
    private static Place placeOf(Node exit, PlaceTable table) {
        for (Endpoint endpoint : exit.endpoints()) {
            Place place = AddressLiteral.ofEndpoint(endpoint.address())
                    .map(table::place)
                    .orElse(Place.UNKNOWN);
            if (place.known()) {
                return place;
            }
        }
        return table.placeOf(exit.country());
    }
}
