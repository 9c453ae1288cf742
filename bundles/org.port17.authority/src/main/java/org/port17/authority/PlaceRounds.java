package org.port17.authority;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.port17.api.Endpoint;
import org.port17.api.GeoPoint;
import org.port17.api.NodeId;
import org.port17.netmap.format.MapNode;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.PublicAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time where every node of the map stands, as {@link Whereabouts} says: a new one within an hour, then once in the
 * period, give or take a fourth; one that does not answer an hour later. Those that were looked for are the {@link Landmarks} of
 * others; before there are enough of them all are, and are looked for again the day after. The next map that is signed says what was
 * found. Bounds: {@link #AT_ONCE} nodes at a time. For one thread.
 */
final class PlaceRounds {
    static final long LOOK_MILLIS = 5_000;
    static final int AT_ONCE = 8;
    private static final Logger LOG = LoggerFactory.getLogger(PlaceRounds.class);
    /** With fewer landmarks nothing is to be found. */
    private static final int LEAST = 3;

    /** So many that were looked for need no others. */
    private static final int ENOUGH = 48;

    /** Who is heard by none of so many, those beside its place and some far away, is not there. */
    private static final int SILENT = 12;

    private static final Duration SOON = Duration.ofHours(1);
    private static final Duration TENTATIVE = Duration.ofDays(1);
    private static final Duration MARKS = Duration.ofMinutes(10);
    /** Where nothing is due, and between two writings of the file. */
    private static final long REST_MILLIS = 60_000;

    private final Supplier<Served> served;
    private final Meters meters;
    private final Placed placed;
    private final Duration period;
    private final InstantSource clock;
    private final Random random;
    private final Executor thread;
    private final Map<NodeId, Long> due = new HashMap<>();
    private final Set<NodeId> running = new HashSet<>();
    private long nextLook;
    private long nextSave;
    private boolean unsaved;
    private Marks marks = new Marks(List.of(), new Landmarks(List.of()), false, 0);

    /**
     * @param random a secret: which landmarks are asked nobody should know before
     * @param thread the one that calls {@link #round}
     */
    PlaceRounds(
            Supplier<Served> served,
            Meters meters,
            Placed placed,
            Duration period,
            InstantSource clock,
            Random random,
            Executor thread) {
        this.served = served;
        this.meters = meters;
        this.placed = placed;
        this.period = period;
        this.clock = clock;
        this.random = random;
        this.thread = thread;
    }

    /** @param firm whether all of them were looked for themselves */
    private record Marks(List<MapNode> nodes, Landmarks landmarks, boolean firm, long at) {}

    /** Begins what is due. */
    void round() {
        try {
            Optional<PlaceTable> table =
                    period.isZero() ? Optional.empty() : meters.places().get();
            long now = clock.millis();
            if (table.isPresent() && running.size() < AT_ONCE && isTime(now, nextLook)) {
                begin(new Data(table.get()), now);
            }
            if (unsaved && isTime(now, nextSave)) {
                save(now);
            }
        } catch (RuntimeException e) {
            LOG.error("a defect broke a round of looking where nodes stand; the next one follows", e);
        }
    }

    /** A clock that was set back must not stop everything. */
    private static boolean isTime(long now, long at) {
        return now >= at || at - now > REST_MILLIS;
    }

    private void save(long now) {
        nextSave = now + REST_MILLIS;
        unsaved = false;
        try {
            placed.save();
        } catch (IOException e) {
            LOG.warn("where nodes stand cannot be written to the authority's state directory", e);
        }
    }

    /** What the place database says of nodes. */
    private record Data(PlaceTable table) {
        /** Of the first public address. */
        Optional<byte[]> address(MapNode node) {
            return node.record().statement().endpoints().stream()
                    .map(Endpoint::address)
                    .flatMap(text -> AddressLiteral.ofEndpoint(text).stream())
                    .filter(PublicAddress::test)
                    .findFirst();
        }

        Optional<GeoPoint> point(MapNode node) {
            return address(node)
                    .map(table::place)
                    .filter(Place::known)
                    .map(place -> new GeoPoint(place.latitude(), place.longitude()));
        }

        Object network(MapNode node) {
            return address(node)
                    .<Object>map(PublicAddress::network)
                    .orElse(node.record().id());
        }
    }

    private void begin(Data data, long now) {
        Served all = served.get();
        due.keySet().retainAll(all.nodes().stream().map(n -> n.record().id()).collect(Collectors.toSet()));
        List<MapNode> wanted = new ArrayList<>(all.nodes().stream()
                .filter(node -> !running.contains(node.record().id()) && isDue(node, now))
                .filter(node -> data.address(node).isPresent())
                .toList());
        if (wanted.isEmpty()) {
            nextLook = now + REST_MILLIS;
            return;
        }
        if (marks.nodes().isEmpty() || now - marks.at() > MARKS.toMillis() || now < marks.at()) {
            marks = marks(all.nodes(), data, now);
        }
        if (marks.nodes().size() < LEAST) {
            return;
        }
        Collections.shuffle(wanted, random);
        wanted.sort(Comparator.comparing(node -> placed.of(node).isPresent())); // new ones first
        for (MapNode node : wanted.subList(0, Math.min(wanted.size(), AT_ONCE - running.size()))) {
            running.add(node.record().id());
            new Search(node, data, all, marks).begin();
        }
    }

    private boolean isDue(MapNode node, long now) {
        long when = due.computeIfAbsent(node.record().id(), id -> {
            Duration within = placed.isFirm(node) ? period : placed.of(node).isPresent() ? TENTATIVE : SOON;
            return now + (long) (random.nextDouble() * within.toMillis());
        });
        if (when - now > 2 * SOON.toMillis() && placed.of(node).isEmpty()) {
            when = now + (long) (random.nextDouble() * SOON.toMillis()); // it has other addresses
            due.put(node.record().id(), when);
        }
        // A clock that was set back must not stop everything.
        return when <= now || when - now > 2 * Math.max(period.toMillis(), TENTATIVE.toMillis());
    }

    private Marks marks(List<MapNode> nodes, Data data, long now) {
        Map<Boolean, List<MapNode>> looked = nodes.stream()
                .filter(node -> data.point(node).isPresent())
                .filter(node -> placed.of(node)
                        .filter(found -> found.kind() == Whereabouts.Kind.UNKNOWN)
                        .isEmpty())
                .collect(Collectors.partitioningBy(node -> placed.of(node).isPresent()));
        boolean firm = looked.get(true).size() >= ENOUGH;
        List<MapNode> chosen = new ArrayList<>(looked.get(true));
        if (!firm) {
            chosen.addAll(looked.get(false));
        }
        Collections.shuffle(chosen, random);
        List<MapNode> some = chosen.subList(0, Math.min(chosen.size(), Landmarks.MOST));
        Landmarks landmarks = new Landmarks(some.stream()
                .map(node -> new Landmarks.Landmark(
                        node.measured().or(() -> data.point(node)).orElseThrow(),
                        node.record().statement().owner(),
                        data.network(node)))
                .toList());
        return new Marks(some, landmarks, firm, now);
    }

    /** One node that is looked for. */
    private final class Search {
        private final MapNode node;
        private final Served all;
        private final Marks by;
        private final Whereabouts whereabouts;
        private int asked;
        private boolean heard;

        Search(MapNode node, Data data, Served all, Marks by) {
            this.node = node;
            this.all = all;
            this.by = by;
            this.whereabouts = new Whereabouts(
                    by.landmarks(), data.point(node), node.record().statement().owner(), data.network(node));
        }

        /** Whatever breaks, its slot is free again. */
        private void guarded(Runnable part) {
            try {
                part.run();
            } catch (RuntimeException e) {
                LOG.error("a defect kept a node from being looked for", e);
                later(SOON);
            }
        }

        void begin() {
            guarded(this::step);
        }

        private void step() {
            OptionalInt next = whereabouts.next();
            if (next.isEmpty() || asked == SILENT && !heard) {
                ended();
                return;
            }
            MapNode landmark = by.nodes().get(next.getAsInt());
            meters.latency()
                    .between(all.target(landmark, new byte[0]), all.target(node, new byte[0]))
                    .whenComplete((millis, failure) -> {
                        try {
                            thread.execute(
                                    () -> guarded(() -> answered(failure == null ? millis : OptionalDouble.empty())));
                        } catch (RejectedExecutionException e) {
                            LOG.debug("a round trip came after the stop", e);
                        }
                    });
        }

        private void answered(OptionalDouble millis) {
            asked++;
            heard |= millis.isPresent();
            whereabouts.answered(millis);
            step();
        }

        private void later(Duration period) {
            NodeId id = node.record().id();
            running.remove(id);
            due.put(id, clock.millis() + (long) (period.toMillis() * (0.75 + random.nextDouble() / 2)));
        }

        private void ended() {
            if (!heard) {
                later(SOON);
                return;
            }
            placed.put(node, whereabouts.finding(), by.firm());
            later(by.firm() || period.compareTo(TENTATIVE) < 0 ? period : TENTATIVE);
            unsaved = true;
        }
    }
}
