package org.port17.delay;

import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Places;

/** Puts 127.1.x.x to 0° east, 127.2.x.x to 9° east on the equator (1,000 km away), all else nowhere. */
final class GivenPlaces implements Places {
    static final double KM = Place.km(0, 0, 0, 9);

    @Override
    public PlaceTable table() {
        throw new UnsupportedOperationException("only places of addresses are asked for");
    }

    @Override
    public Place place(byte[] address) {
        boolean known = address.length == 4 && address[0] == 127 && (address[1] == 1 || address[1] == 2);
        return known ? new Place("ZZ", 0, 0, 0, address[1] == 1 ? 0 : 9, 1, true) : Place.UNKNOWN;
    }
}
