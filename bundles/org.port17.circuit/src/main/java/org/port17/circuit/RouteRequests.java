package org.port17.circuit;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.NetMap;
import org.port17.plugins.Plugins;
import org.port17.spi.place.DestinationPlace;
import org.port17.spi.route.LevelTraits;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.route.RouteWish;

/** Turns what is wanted into a strategy's request: level, exits, place of the destination. For any thread. */
final class RouteRequests {
    private static final int AGREED = 2;
    private final NetMap map;
    private final Plugins plugins;
    private final int hops;
    private final BiFunction<String, Destination, DestinationPlace> places;

    RouteRequests(NetMap map, Plugins plugins, int hops, BiFunction<String, Destination, DestinationPlace> places) {
        this.map = map;
        this.plugins = plugins;
        this.hops = hops;
        this.places = places;
    }

    /**
     * @param dead nodes that could not be reached
     * @param doubted those that may be at fault for something
     */
    RouteRequest request(UsableNetwork view, Wanted wanted, Set<NodeId> dead, Set<NodeId> doubted, int turn)
            throws Port17Exception {
        Optional<LevelTraits> level = level(plugins.routeStrategy(), wanted);
        ExitLists.Exits exits = exits(view, wanted);
        if (exits.untrusted()) {
            throw new Port17Exception(
                    ErrorKind.NOT_ENCRYPTED,
                    Retry.LATER,
                    "the connection is not encrypted and no trusted exit may carry it");
        }
        if (exits.list().isEmpty()) {
            throw new Port17Exception(ErrorKind.NO_ROUTE, Retry.LATER, emptyReason(view, exits));
        }
        DestinationPlace place = places.apply(wanted.application(), wanted.destination());
        var wish = new RouteWish(
                wanted.application(),
                wanted.domain(),
                level.map(LevelTraits::number).orElse(0),
                turn,
                wanted.nextToDestination() && isSure(place),
                place.place(),
                wanted.entry(),
                wanted.transit());
        int nodes = Math.max(hops, level.map(LevelTraits::nodes).orElse(0));
        return new RouteRequest(wanted.destination(), nodes, exits.list(), dead, doubted, wish);
    }

    ExitLists.Exits exits(UsableNetwork view, Wanted wanted) throws Port17Exception {
        return view.exits().of(plugins.exitPolicy(), wanted);
    }

    /** Whether exits may be drawn right next to the destination, if a rule wants that. */
    boolean isSure(Wanted wanted) {
        return isSure(places.apply(wanted.application(), wanted.destination()));
    }

    /** The data says where it stands, or exits of two owners say the same: one exit alone could lead others of its kind there. */
    private static boolean isSure(DestinationPlace place) {
        return place.kind() == DestinationPlace.Kind.ADDRESS
                || place.kind() == DestinationPlace.Kind.LEARNED && place.exits() >= AGREED;
    }

    /** The level of a route; empty where the strategy has none and none is asked for. */
    static Optional<LevelTraits> level(RouteStrategy strategy, Wanted wanted) throws Port17Exception {
        int number = wanted.over(strategy.floor());
        Optional<LevelTraits> level =
                strategy.levels().stream().filter(l -> l.number() == number).findFirst();
        if (number > 0 && level.isEmpty()) {
            throw new Port17Exception(
                    ErrorKind.NO_ROUTE,
                    "the route strategy '" + strategy.name() + "' has no level " + number
                            + (strategy.levels().isEmpty()
                                    ? "; one with levels is chosen by 'route' in etc/org.port17.plugins.cfg"
                                    : "; port17:level shows those it has"));
        }
        return level;
    }

    private String emptyReason(UsableNetwork view, ExitLists.Exits exits) {
        if (map.current().epoch() == 0) {
            return "there is no network map yet; check 'source' in etc/org.port17.netmap.cfg";
        }
        if (view.placeless()) {
            return "the nodes of the map have no public addresses; if this network is to be one of such addresses, say"
                    + " local.network = true in etc/org.port17.circuit.cfg";
        }
        if (view.nodes().isEmpty()) {
            return "no node shares a permitted suite and has a current prekey";
        }
        return exits.refusal();
    }
}
