package org.port17.sim;

import java.util.Optional;
import org.port17.places.PlaceFile;
import org.port17.sim.world.Registry;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;

/** Holders and places of real address ranges, from the database that every client carries. */
final class RealAddresses {
    /** A point that is vaguer than this stands for a country. */
    private static final double CITY_KM = 60;

    private RealAddresses() {}

    static Registry registry() {
        PlaceTable table = PlaceFile.embedded();
        return address -> holder(table, address);
    }

    private static Optional<Registry.Holder> holder(PlaceTable table, int address) {
        Place place = table.placeOf(table.slot4(address));
        return place.known() && place.as() != 0
                ? Optional.of(new Registry.Holder(
                        place.country(),
                        place.as(),
                        table.nameOf(place.organisation()),
                        place.latitude(),
                        place.longitude(),
                        place.uncertaintyKm() <= CITY_KM))
                : Optional.empty();
    }
}
