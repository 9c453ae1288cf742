package org.port17.authority;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.MeasureWarrant;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.measure.CapacityMeter;
import org.port17.spi.measure.MeasureTarget;
import org.port17.spi.measure.Measurement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every node of the map measured from time to time, at moments that nobody can know before: a new one 5 to 60 minutes after it
 * is listed, then once in the period, give or take a fourth. Bounds: one round at a time, {@link CapacityMeter#MOST} nodes in it.
 * Nodes that may share a {@link Lines line} are in one round; of more than fit, those seen first. For one thread.
 */
final class MeasureRounds {
    static final long LOOK_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(MeasureRounds.class);
    private static final long FIRST_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long FIRST_WITHIN_MILLIS = Duration.ofMinutes(60).toMillis();
    private static final long AGAIN_MILLIS = Duration.ofMinutes(10).toMillis();
    private final Supplier<Served> served;
    private final AddressRules rules;
    private final CapacityMeter meter;
    private final SigningKey key;
    private final Measured measured;
    private final AuthoritySettings.Measuring settings;
    private final InstantSource clock;
    private final Random random;
    private final Runnable changed;
    private final Executor thread;
    private final Map<NodeId, Long> due = new HashMap<>();
    private long nextLook;
    private boolean running;

    /**
     * @param random a secret: whoever knows the moments could be fast for as long
     * @param changed told when a node's capacity may be another
     * @param thread the one that calls {@link #round}
     */
    MeasureRounds(
            Supplier<Served> served,
            AddressRules rules,
            CapacityMeter meter,
            SigningKey key,
            Measured measured,
            AuthoritySettings.Measuring settings,
            InstantSource clock,
            Random random,
            Runnable changed,
            Executor thread) {
        this.served = served;
        this.rules = rules;
        this.meter = meter;
        this.key = key;
        this.measured = measured;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.changed = changed;
        this.thread = thread;
    }

    /** Begins what is due. */
    void round() {
        long now = clock.millis();
        if (settings.never() || running || now < nextLook && nextLook - now <= LOOK_MILLIS) {
            return;
        }
        nextLook = now + LOOK_MILLIS;
        try {
            begin(now);
        } catch (RuntimeException e) {
            LOG.error("a defect broke a round of measuring; the next one follows", e);
        }
    }

    private void begin(long now) {
        Served all = served.get();
        Set<NodeId> listed = all.nodes().stream().map(n -> n.record().id()).collect(Collectors.toSet());
        due.keySet().retainAll(listed);
        measured.retain(listed);
        List<List<MapNode>> groups = Lines.of(all.nodes(), rules);
        groups.removeIf(g -> g.stream().noneMatch(n -> isDue(n.record().id(), now)));
        Collections.shuffle(groups, random);
        List<List<MapNode>> together = new ArrayList<>();
        int count = 0;
        for (List<MapNode> group : groups) {
            List<MapNode> fits = group;
            if (group.size() > CapacityMeter.MOST) {
                fits = group.subList(0, CapacityMeter.MOST);
                group.subList(CapacityMeter.MOST, group.size()).forEach(n -> {
                    measured.remove(n.record().id());
                    measured.failed(n.record().id(), "too many nodes in its prefix");
                    later(n.record().id(), now, settings.period());
                });
            }
            if (count + fits.size() <= CapacityMeter.MOST) {
                count += fits.size();
                together.add(fits);
            }
        }
        if (!together.isEmpty()) {
            measure(together, all, now);
        }
    }

    private boolean isDue(NodeId node, long now) {
        long when = due.computeIfAbsent(node, n -> {
            long old = measured.of(n) > 0 ? settings.period().toMillis() : FIRST_WITHIN_MILLIS;
            return now + FIRST_MILLIS + (long) (random.nextDouble() * Math.max(1, old - FIRST_MILLIS));
        });
        // A clock that was set back must not stop everything.
        return when <= now || when - now > 2 * Math.max(settings.period().toMillis(), FIRST_WITHIN_MILLIS);
    }

    private void later(NodeId node, long now, Duration period) {
        due.put(node, now + (long) (period.toMillis() * (0.75 + random.nextDouble() / 2)));
    }

    private void measure(List<List<MapNode>> groups, Served all, long now) {
        List<MeasureTarget> targets = new ArrayList<>();
        for (MapNode node : groups.stream().flatMap(List::stream).toList()) {
            targets.add(all.target(node, MeasureWarrant.sign(key, node.record().id(), now, (int)
                    settings.time().toSeconds())));
        }
        running = true;
        meter.measure(targets, settings.time()).whenComplete((results, failure) -> {
            try {
                thread.execute(() -> ended(groups, results, failure));
            } catch (RejectedExecutionException e) {
                LOG.debug("a measuring ended after the stop", e);
            }
        });
    }

    private void ended(List<List<MapNode>> groups, List<Measurement> results, Throwable failure) {
        running = false;
        nextLook = 0;
        long now = clock.millis();
        Map<NodeId, Measurement> byNode = new HashMap<>();
        if (failure == null) {
            results.forEach(r -> byNode.put(r.node(), r));
        } else {
            LOG.error("a defect kept nodes from being measured", failure);
        }
        for (List<MapNode> group : groups) {
            ended(group.stream().map(n -> n.record().id()).collect(Collectors.toSet()), byNode, now);
        }
        try {
            measured.save();
        } catch (IOException e) {
            LOG.warn("what was measured cannot be written to the authority's state directory", e);
        }
        changed.run();
    }

    private static String words(ErrorKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * Who failed alone keeps his old result until it is stale. Who failed while others on his line did not loses it: else two on one
     * line could each be measured while the other is away.
     */
    private void ended(Set<NodeId> group, Map<NodeId, Measurement> results, long now) {
        boolean any = group.stream()
                .anyMatch(
                        n -> results.containsKey(n) && results.get(n).failure().isEmpty());
        for (NodeId node : group) {
            Measurement result = results.get(node);
            measured.failed(
                    node,
                    result == null
                            ? "internal"
                            : result.failure().map(MeasureRounds::words).orElse(""));
            if (result != null && result.failure().isEmpty()) {
                measured.put(node, result.bytesPerSecond());
                later(node, now, settings.period());
            } else if (result != null && result.lied() || any) {
                LOG.warn("node {} counts as not measured", node.brief());
                measured.remove(node);
                later(node, now, settings.period());
            } else {
                later(node, now, Duration.ofMillis(AGAIN_MILLIS));
            }
        }
    }
}
