package org.port17.measure;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.plugins.Plugins;
import org.port17.spi.measure.MeasureTarget;
import org.port17.spi.measure.Measurement;

/** Nodes that are measured together: begins when all are ready or have failed, ends when the time is over. On the loop. */
final class Round {
    /** Who is not ready by then has failed. */
    private static final Duration READY_WITHIN = Duration.ofSeconds(10);

    private final Loop loop;
    private final Duration time;
    private final CompletableFuture<List<Measurement>> answer;
    private final List<NodeId> order = new ArrayList<>();
    private final Map<Probe, NodeId> probes = new LinkedHashMap<>();
    private final List<Probe> ready = new ArrayList<>();
    private final Map<NodeId, Measurement> failures = new LinkedHashMap<>();
    private boolean starting = true;
    private boolean begun;
    private Loop.Timer limit;

    Round(Loop loop, Duration time, CompletableFuture<List<Measurement>> answer) {
        this.loop = loop;
        this.time = time;
        this.answer = answer;
    }

    void start(List<MeasureTarget> targets, Plugins plugins, SecureRandom random) {
        for (MeasureTarget target : targets) {
            order.add(target.node());
            try {
                probes.put(new Probe(this, target, loop, plugins, random, (int) time.toSeconds()), target.node());
            } catch (Port17Exception e) {
                failures.put(target.node(), Measurement.failed(target.node(), e.kind()));
            }
        }
        starting = false;
        limit = loop.schedule(this::late, READY_WITHIN);
        perhapsBegin();
    }

    void ready(Probe probe) {
        ready.add(probe);
        perhapsBegin();
    }

    void failed(Probe probe, ErrorKind why) {
        NodeId node = probes.remove(probe);
        if (node == null) {
            return;
        }
        ready.remove(probe);
        failures.put(node, Measurement.failed(node, why));
        if (probes.isEmpty()) {
            end();
        } else {
            perhapsBegin();
        }
    }

    private void late() {
        for (Probe probe : List.copyOf(probes.keySet())) {
            if (!ready.contains(probe)) {
                probe.end();
                failed(probe, ErrorKind.TIMEOUT);
            }
        }
    }

    private void perhapsBegin() {
        if (starting || begun || ready.size() < probes.size()) {
            return;
        }
        begun = true;
        limit.cancel();
        if (probes.isEmpty()) {
            end();
            return;
        }
        limit = loop.schedule(this::end, time);
        List.copyOf(probes.keySet()).forEach(Probe::begin);
    }

    private void end() {
        begun = true;
        limit.cancel();
        List<Probe> left = List.copyOf(probes.keySet());
        left.forEach(Probe::end);
        long[] rates = Tally.rates(left.stream().map(Probe::tally).toList());
        Map<NodeId, Measurement> all = new LinkedHashMap<>(failures);
        for (int i = 0; i < rates.length; i++) {
            NodeId node = probes.get(left.get(i));
            all.put(
                    node,
                    rates[i] == 0
                            ? Measurement.failed(node, ErrorKind.TIMEOUT)
                            : new Measurement(node, rates[i], java.util.Optional.empty()));
        }
        answer.complete(order.stream().map(all::get).toList());
    }
}
