package org.port17.route.near;

import java.util.Optional;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.route.kit.NodeRow;
import org.port17.route.kit.Prf;
import org.port17.route.kit.Uplink;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;

/** Turns the map's nodes into rows: what the map says, and where the nodes' addresses stand. */
final class NodeRows {
    private final Optional<PlaceTable> places;
    private final Prf keys;

    NodeRows(Optional<PlaceTable> places, Prf keys) {
        this.places = places;
        this.keys = keys;
    }

    NodeRow row(Node node) {
        byte[] v4 = null;
        byte[] v6 = null;
        for (Endpoint endpoint : node.endpoints()) {
            byte[] address = AddressLiteral.ofEndpoint(endpoint.address()).orElse(new byte[0]);
            v4 = v4 == null && address.length == 4 ? address : v4;
            v6 = v6 == null && address.length == 16 ? address : v6;
        }
        Place place4 = place(v4);
        Place place6 = place(v6);
        Uplink up4 = uplink(v4, place4);
        Uplink up6 = uplink(v6, place6);
        // The system that the map names counts, whatever the addresses say.
        if (node.as() != 0 && up4.as() != node.as() && up6.as() != node.as()) {
            if (up4.as() == 0 || up6.as() != 0) {
                up4 = new Uplink(up4.network(), node.as(), hoster(node.as()));
            } else {
                up6 = new Uplink(up6.network(), node.as(), hoster(node.as()));
            }
        }
        Place place = place4.known() ? place4 : place6.known() ? place6 : byCountry(node.country());
        int flags = (node.exit() ? NodeRow.EXIT : 0)
                | (node.trusted() ? NodeRow.TRUSTED : 0)
                | (node.certified() ? NodeRow.VERIFIED_OWNER : 0)
                | (node.endpoints().isEmpty() ? 0 : NodeRow.GUARD);
        return new NodeRow(
                keys.keyOf(node.id().bytes()),
                node.owner(),
                up4,
                up6,
                code(node.country()),
                place.known() ? place.latitude() : Double.NaN,
                place.known() ? place.longitude() : Double.NaN,
                node.capacity(),
                node.since(),
                flags,
                0,
                0);
    }

    private Place place(byte[] address) {
        return address == null || places.isEmpty()
                ? Place.UNKNOWN
                : places.get().place(address);
    }

    private Uplink uplink(byte[] address, Place place) {
        return address == null ? Uplink.NONE : Uplink.of(address, place.as(), hoster(place.as()));
    }

    private String hoster(long as) {
        return as == 0 || places.isEmpty() ? "" : "AS" + places.get().organisationOf(as);
    }

    private Place byCountry(String country) {
        return places.isEmpty() || code(country).isEmpty()
                ? Place.UNKNOWN
                : places.get().placeOf(country);
    }

    /** Empty for what is no country. */
    static String code(String country) {
        return country.matches("[A-Z]{2}") && !country.equals(Place.NO_COUNTRY) ? country : "";
    }
}
