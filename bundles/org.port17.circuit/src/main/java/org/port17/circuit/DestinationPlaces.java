package org.port17.circuit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.port17.api.Destination;
import org.port17.spi.place.Place;
import org.port17.spi.place.Places;

/**
 * Where a destination stands, as far as this process knows. An address is looked up in the data at hand; the place of a name
 * is unknown, since to resolve it here would tell a name server where the user goes.
 */
record DestinationPlaces(Optional<Places> places) {
    private static final int LONGEST = 45;

    Place of(Destination destination) {
        String host = destination.host();
        boolean six = host.indexOf(':') >= 0;
        boolean literal = host.length() <= LONGEST
                && (six ? host.matches("[0-9a-f:.]+") : host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}"));
        if (places.isEmpty() || !literal) {
            return Place.UNKNOWN;
        }
        try {
            // Java takes such a text for a literal or refuses it; it asks nobody.
            return places.get().place(InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            return Place.UNKNOWN;
        }
    }
}
