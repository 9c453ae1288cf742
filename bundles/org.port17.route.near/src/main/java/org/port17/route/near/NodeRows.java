package org.port17.route.near;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.port17.api.Endpoint;
import org.port17.api.GeoPoint;
import org.port17.api.Node;
import org.port17.route.kit.NodeRow;
import org.port17.route.kit.Prf;
import org.port17.route.kit.Uplink;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.route.Site;

/** Turns the map's nodes into rows: what the map says, and where the nodes stand, by their addresses where nobody measured. */
final class NodeRows {
    private final Optional<PlaceTable> places;
    private final Prf keys;

    NodeRows(Optional<PlaceTable> places, Prf keys) {
        this.places = places;
        this.keys = keys;
    }

    /** @param site where the core says it stands; it checks routes by the same */
    NodeRow row(Node node, Site site) {
        Place place4 = Place.UNKNOWN;
        Place place6 = Place.UNKNOWN;
        for (Endpoint endpoint : node.endpoints()) {
            byte[] address = AddressLiteral.ofEndpoint(endpoint.address()).orElse(new byte[0]);
            place4 = !place4.known() && address.length == 4 ? place(address) : place4;
            place6 = !place6.known() && address.length == 16 ? place(address) : place6;
        }
        Uplink up4 = Uplink.NONE;
        Uplink up6 = Uplink.NONE;
        List<Uplink> others = new ArrayList<>(0);
        for (Site.Net net : site.nets()) {
            var uplink = new Uplink(net.network(), net.as(), net.organisation() == 0 ? "" : "AS" + net.organisation());
            if (up4.equals(Uplink.NONE) && !net.isIpv6()) {
                up4 = uplink;
            } else if (up6.equals(Uplink.NONE) && (net.isIpv6() || net.network() == 0)) {
                up6 = uplink;
            } else {
                others.add(uplink);
            }
        }
        Place place = place4.known() ? place4 : place6.known() ? place6 : byCountry(node.country());
        Optional<GeoPoint> point = node.measured()
                .or(() -> Optional.of(place).filter(Place::known).map(p -> new GeoPoint(p.latitude(), p.longitude())));
        int flags = (node.exit() ? NodeRow.EXIT : 0)
                | (node.trusted() ? NodeRow.TRUSTED : 0)
                | (node.certified() ? NodeRow.VERIFIED_OWNER : 0)
                | (node.endpoints().isEmpty() ? 0 : NodeRow.GUARD);
        return new NodeRow(
                keys.keyOf(node.id().bytes()),
                node.owner(),
                up4,
                up6,
                others,
                code(node.country()),
                point.map(GeoPoint::latitude).orElse(Double.NaN),
                point.map(GeoPoint::longitude).orElse(Double.NaN),
                node.capacity(),
                node.since(),
                flags,
                0,
                0);
    }

    private Place place(byte[] address) {
        return places.map(table -> table.place(address)).orElse(Place.UNKNOWN);
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
