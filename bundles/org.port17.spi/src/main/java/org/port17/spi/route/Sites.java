package org.port17.spi.route;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.PublicAddress;

/**
 * Works out where nodes stand, from their addresses and this process's own data; what a node says of itself only ever takes
 * something away from it. For any thread.
 *
 * @param places where addresses stand, if this process knows
 * @param local whether this is a network on one machine or behind one router. Its nodes have no public addresses, so they are
 *     told apart by the system that each names, and are believed their country
 */
public record Sites(Optional<PlaceTable> places, boolean local) {
    /**
     * @param node with country and system as {@link #of} says
     * @param site its networks
     */
    public record Sited(Node node, Site site) {}

    /**
     * A node as it may be used.
     *
     * <p>Its country is the one where all its public addresses stand, {@code ZZ} if that is unknown, if they differ, or if the
     * node names another one; its system likewise, but one that is unknown by the addresses is the one that the node names.
     *
     * @return empty for a node without any public address, unless the network is {@code local}
     */
    public Optional<Sited> of(Node node) {
        Set<Site.Net> nets = new LinkedHashSet<>();
        Said said = new Said(node.country(), node.as());
        boolean reachable = false;
        for (Endpoint endpoint : node.endpoints()) {
            Optional<byte[]> address = AddressLiteral.ofEndpoint(endpoint.address());
            if (address.filter(PublicAddress::test).isPresent()) {
                Place place = places.map(table -> table.place(address.get())).orElse(Place.UNKNOWN);
                said.stands(place);
                long as = place.as() == 0 ? node.as() : place.as();
                nets.add(new Site.Net(PublicAddress.network(address.get()), as, organisation(as)));
                reachable = true;
            } else if (!local || node.as() == 0) {
                nets.add(new Site.Net(address.map(PublicAddress::network).orElse(Site.Net.NOWHERE), 0, 0));
            }
        }
        if (!reachable && !local) {
            return Optional.empty();
        }
        // Whoever names a system belongs to it too, or nobody could say that two systems are his.
        if (node.as() != 0 && nets.stream().noneMatch(net -> net.as() == node.as())) {
            nets.add(new Site.Net(0, node.as(), organisation(node.as())));
        }
        if (nets.isEmpty()) {
            nets.add(new Site.Net(Site.Net.NOWHERE, 0, 0));
        }
        Node seen = reachable ? said.of(node) : node;
        return Optional.of(new Sited(seen, new Site(new ArrayList<>(nets))));
    }

    private int organisation(long as) {
        return as == 0 ? 0 : places.map(table -> table.organisationOf(as)).orElse(0);
    }

    /** What addresses say, one after the other, held against what the node says. */
    private static final class Said {
        private final List<String> countries = new ArrayList<>(2);
        private final List<Long> systems = new ArrayList<>(2);
        private boolean placed;

        Said(String country, long as) {
            if (!country.equals(Place.NO_COUNTRY) && !country.isEmpty()) {
                countries.add(country);
            }
            if (as != 0) {
                systems.add(as);
            }
        }

        void stands(Place place) {
            boolean known = !place.country().equals(Place.NO_COUNTRY);
            placed |= known;
            if (known && !countries.contains(place.country())) {
                countries.add(place.country());
            }
            if (place.as() != 0 && !systems.contains(place.as())) {
                systems.add(place.as());
            }
        }

        Node of(Node node) {
            String country = placed && countries.size() == 1 ? countries.get(0) : Place.NO_COUNTRY;
            return node.standing(country, systems.size() == 1 ? systems.get(0) : 0);
        }
    }
}
