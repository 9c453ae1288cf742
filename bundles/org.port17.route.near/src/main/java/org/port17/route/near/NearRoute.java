package org.port17.route.near;

import java.time.InstantSource;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.route.kit.Draw;
import org.port17.route.kit.ExitChoice;
import org.port17.route.kit.ExitField;
import org.port17.route.kit.Guard;
import org.port17.route.kit.Guards;
import org.port17.route.kit.Level;
import org.port17.route.kit.Prf;
import org.port17.route.kit.RouteMaker;
import org.port17.route.kit.Target;
import org.port17.route.kit.Times;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Places;
import org.port17.spi.route.ExitOutlook;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteWish;

/**
 * Plans with levels, guards and bounded exits; knows nothing of OSGi and of files. {@link #prepare} from any thread, the rest
 * on one.
 *
 * <p>Guarantee: an application, domain and day has at most {@link #EXITS} exits, however many of them fail, until the user
 * wants another; and {@link #EXITS} more only while nodes say of each of the first that it cannot be reached.
 */
final class NearRoute {
    static final int EXITS = 6;
    /** Draws after which no other exit is expected: some choices hold few. */
    private static final int DRAWS = 64;

    private static final long DAY = 86_400;
    private static final String CLIENT_COUNTRY = "client-country";
    private final LevelSet levels;
    private final String country;
    private final Guards guards;
    private final Optional<Places> places;
    private final InstantSource clock;
    private List<Node> listedNodes = List.of();
    private Set<Long> listedKeys = Set.of();
    private volatile Workshop newest;
    private volatile Workshop before;

    NearRoute(LevelSet levels, String country, Guards guards, Optional<Places> places, InstantSource clock) {
        this.levels = levels;
        this.country = country;
        this.guards = guards;
        this.places = places;
        this.clock = clock;
    }

    void prepare(RouteRequest like, NetworkView view) {
        try {
            Level level = levels.of(like);
            Workshop workshop = workshop(view);
            workshop.maker(level, like.wish().entry(), like.wish().transit());
            ExitField field = workshop.field(level, like, withoutCountry(level));
            if (!field.isEmpty()) {
                field.at(target(like));
            }
        } catch (Port17Exception e) {
            // The request itself will say so.
        }
    }

    Route plan(RouteRequest request, NetworkView view, RandomGenerator random) throws Port17Exception {
        Level level = view.ownersMayRepeat() ? levels.of(request).withoutOwnerRule() : levels.of(request);
        Workshop workshop = workshop(view);
        MappedNodes nodes = workshop.mapped();
        ExitChoice choice = choice(workshop, level, request);
        RouteMaker maker =
                workshop.maker(level, request.wish().entry(), request.wish().transit());
        var client = new RouteMaker.Client(
                guards,
                times(nodes, view),
                country,
                nodes.rows(request.avoid()),
                nodes.rows(request.doubted()),
                waiting(nodes, view, level),
                listed(view),
                seconds(),
                random);
        Port17Exception last = none("no permitted exit can be used now");
        for (Iterator<Integer> exits = exits(choice, level, request, client); exits.hasNext(); ) {
            try {
                return route(nodes, maker.route(exits.next(), client));
            } catch (Port17Exception e) {
                last = e;
            }
        }
        throw last;
    }

    /** Exits that may serve, in the order in which they should; drawn as they are asked for, since mostly the first one does. */
    private Iterator<Integer> exits(ExitChoice choice, Level level, RouteRequest request, RouteMaker.Client client) {
        return new DrawnExits(attempt -> draw(choice, level, request, attempt), EXITS, DRAWS, client);
    }

    /** Entries of the list to which no link stands now: a route over one would wait for it. */
    private BitSet waiting(MappedNodes nodes, NetworkView view, Level level) {
        BitSet waiting = new BitSet();
        for (Guard guard : guards.of(level.number())) {
            int row = nodes.table().row(guard.key());
            if (row >= 0 && !view.linked(nodes.node(row).id())) {
                waiting.set(row);
            }
        }
        return waiting;
    }

    /** Asked only of keys that are not in the table, so keys of all nodes are made only when an entry cannot be used. */
    private LongPredicate listed(NetworkView view) {
        return view.listed()
                .map(nodes -> (LongPredicate) key -> keysOf(nodes).contains(key))
                .orElse(key -> true);
    }

    private Set<Long> keysOf(List<Node> nodes) {
        if (listedNodes != nodes) {
            Prf keys = Prf.nodeKeys(guards.salt());
            listedKeys =
                    nodes.stream().map(node -> keys.keyOf(node.id().bytes())).collect(Collectors.toSet());
            listedNodes = nodes;
        }
        return listedKeys;
    }

    Optional<ExitOutlook> outlook(RouteRequest request, NetworkView view) throws Port17Exception {
        Level level = levels.of(request);
        Workshop workshop = workshop(view);
        MappedNodes nodes = workshop.mapped();
        ExitChoice choice = choice(workshop, level, request);
        var client = new RouteMaker.Client(
                guards,
                Times.byDistance(nodes.table()),
                country,
                nodes.rows(request.avoid()),
                nodes.rows(request.doubted()),
                new BitSet(),
                listed(view),
                seconds(),
                new Random());
        Iterator<Integer> exits = exits(choice, level, request, client);
        int exit = exits.hasNext() ? exits.next() : draw(choice, level, request, 0);
        var notes = new Notes(level, workshop.field(level, request, withoutCountry(level)), nodes.table());
        Target target = target(request);
        return Optional.of(new ExitOutlook(
                nodes.node(exit),
                choice.nodes(),
                choice.owners(),
                choice.gain(),
                choice.farthestKm(),
                choice.inSystem(request.wish().place().as()),
                notes.of(request, target)));
    }

    /** The entry of the general level that serves next, and its alternatives. */
    List<Node> standing(NetworkView view, RandomGenerator random) {
        Optional<Level> level = levels.least();
        if (level.isEmpty() || view.nodes().isEmpty()) {
            return List.of();
        }
        Workshop workshop = workshop(view);
        MappedNodes nodes = workshop.mapped();
        var client = new RouteMaker.Client(
                guards,
                times(nodes, view),
                country,
                new BitSet(),
                new BitSet(),
                new BitSet(),
                listed(view),
                seconds(),
                random);
        return workshop.maker(level.get(), RouteWish.ANY, RouteWish.ANY).ready(client).stream()
                .map(nodes::node)
                .toList();
    }

    private ExitChoice choice(Workshop workshop, Level level, RouteRequest request) throws Port17Exception {
        if (country.isEmpty() && isApart(level)) {
            throw new Port17Exception(
                    ErrorKind.NO_ROUTE,
                    "level " + level.number()
                            + " keeps entry and exit out of the client's country and does not know it;"
                            + " set client.country in etc/org.port17.route.near.cfg");
        }
        ExitField field = workshop.field(level, request, withoutCountry(level));
        if (field.isEmpty()) {
            throw none(
                    request.exits().isEmpty()
                            ? "no node is a permitted exit for this destination"
                            : "level " + level.number() + " takes none of the permitted exits: they are too young,"
                                    + " unmeasured"
                                    + (level.verifiedExits() ? ", of owners without a certificate and not trusted" : "")
                                    + " or in the client's country");
        }
        return field.at(target(request));
    }

    private int draw(ExitChoice choice, Level level, RouteRequest request, int attempt) {
        int turn = Math.min(request.wish().turn(), Integer.MAX_VALUE / DRAWS - 1) * DRAWS + attempt;
        var draw =
                new Draw(request.wish().application(), request.wish().domain(), seconds() / DAY, level.number(), turn);
        return choice.draw(Prf.of(guards.salt(), draw));
    }

    private static Route route(MappedNodes nodes, int[] rows) {
        Node[] route = new Node[rows.length];
        for (int i = 0; i < rows.length; i++) {
            route[i] = nodes.node(rows[i]);
        }
        return new Route(List.of(route));
    }

    /** The destination's place, never the client's. */
    private static Target target(RouteRequest request) {
        Place place = request.wish().place();
        return place.known()
                ? Target.at(place.latitude(), place.longitude(), NodeRows.code(place.country()), place.as())
                : Target.anchor(request.wish().domain());
    }

    private Times times(MappedNodes nodes, NetworkView view) {
        Place client = country.isEmpty() ? Place.UNKNOWN : nodes.placeOf(country);
        Times byDistance = client.known()
                ? Times.byDistance(nodes.table(), client.latitude(), client.longitude())
                : Times.byDistance(nodes.table());
        return new MeasuredTimes(nodes, view, byDistance);
    }

    private String withoutCountry(Level level) {
        return isApart(level) ? country : "";
    }

    private static boolean isApart(Level level) {
        return level.rules().stream().anyMatch(rule -> rule.id().equals(CLIENT_COUNTRY));
    }

    private Workshop workshop(NetworkView view) {
        List<Node> nodes = view.nodes();
        Workshop now = newest;
        if (now != null && now.isFor(nodes)) {
            return now;
        }
        Workshop other = before; // the core may still plan in the view that a newer one is prepared for
        if (other != null && other.isFor(nodes)) {
            return other;
        }
        // One table for all of a map: an operator may replace it meanwhile.
        Optional<PlaceTable> table = places.map(Places::table);
        Workshop made = now != null && now.isLike(nodes, view::site, table)
                ? now.adopt(nodes)
                : new Workshop(
                        nodes, new MappedNodes(nodes, view::site, table, Prf.nodeKeys(guards.salt()), seconds()));
        before = now;
        newest = made;
        return made;
    }

    private long seconds() {
        return clock.instant().getEpochSecond();
    }

    private static Port17Exception none(String why) {
        return new Port17Exception(ErrorKind.NO_ROUTE, Retry.LATER, why);
    }
}
