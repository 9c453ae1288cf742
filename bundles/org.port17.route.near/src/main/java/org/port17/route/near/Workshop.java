package org.port17.route.near;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.route.kit.ExitField;
import org.port17.route.kit.Level;
import org.port17.route.kit.LoadPrices;
import org.port17.route.kit.RouteMaker;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.Site;

/** What is made once for the nodes of a view and kept: fields of exits and makers of routes. For any thread. */
final class Workshop {
    /** Rules that name nodes are few; whoever has more pays with time. */
    private static final int MOST_KEPT = 32;

    private final List<Node> nodes;
    private final MappedNodes mapped;
    private final Map<FieldKey, ExitField> fields = new ConcurrentHashMap<>();
    private final Map<MakerKey, RouteMaker> makers = new ConcurrentHashMap<>();

    Workshop(List<Node> nodes, MappedNodes mapped) {
        this.nodes = nodes;
        this.mapped = mapped;
    }

    /** A list is known by its identity, since comparing it would cost as much as the work it saves. */
    private record FieldKey(Level level, boolean next, Listed exits, String without) {}

    private record Listed(List<ExitCandidate> list) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Listed that && list == that.list;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(list);
        }
    }

    private record MakerKey(Level level, Predicate<Node> entry, Predicate<Node> transit) {}

    MappedNodes mapped() {
        return mapped;
    }

    /** Whether it was made for these very nodes. */
    boolean isFor(List<Node> others) {
        return nodes == others;
    }

    /** The same for a list that is equal. */
    Workshop adopt(List<Node> equal) {
        Workshop adopted = new Workshop(equal, mapped);
        adopted.makers.putAll(makers);
        adopted.fields.putAll(fields);
        return adopted;
    }

    /** Whether it would be made alike for these nodes at these sites with places by that table. */
    boolean isLike(List<Node> others, Function<NodeId, Site> sites, Optional<PlaceTable> table) {
        return mapped.isBy(table) && mapped.isLike(others, sites);
    }

    /** @param without a country where no exit may stand, empty for none */
    ExitField field(Level level, RouteRequest request, String without) {
        boolean next = request.wish().nextToDestination();
        FieldKey key = new FieldKey(level, next, new Listed(request.exits()), without);
        ExitField kept = fields.get(key);
        if (kept == null) {
            kept = field(key);
            keep(fields, key, kept);
        }
        return kept;
    }

    private ExitField field(FieldKey key) {
        BitSet allowed = new BitSet();
        for (ExitCandidate exit : key.exits().list()) {
            int row = mapped.row(exit.node().id());
            boolean good = Double.isFinite(exit.weight()) && exit.weight() > 0;
            if (row >= 0
                    && good
                    && (key.without().isEmpty() || isElsewhere(mapped.table().country(row), key.without()))) {
                allowed.set(row);
            }
        }
        Level used = key.next() ? key.level().nextToAs() : key.level();
        return new ExitField(mapped.table(), used, allowed, key.next(), LoadPrices.NONE);
    }

    /** Who stands nobody knows where may stand there. */
    private static boolean isElsewhere(String country, String than) {
        return !country.isEmpty() && !country.equals(than);
    }

    RouteMaker maker(Level level, Predicate<Node> entry, Predicate<Node> transit) {
        MakerKey key = new MakerKey(level, entry, transit);
        RouteMaker kept = makers.get(key);
        if (kept == null) {
            kept = new RouteMaker(mapped.table(), level, mapped.rows(key.entry()), mapped.rows(key.transit()));
            keep(makers, key, kept);
        }
        return kept;
    }

    private static <K, V> void keep(Map<K, V> in, K key, V value) {
        if (in.size() >= MOST_KEPT) {
            in.clear();
        }
        in.put(key, value);
    }
}
