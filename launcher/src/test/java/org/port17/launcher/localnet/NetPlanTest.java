package org.port17.launcher.localnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;

class NetPlanTest {
    private static NetPlan plan(int nodes) throws LaunchException {
        return NetPlan.of(
                new NetRequest(Path.of("x"), nodes, Optional.empty(), Optional.empty(), List.of(), "tcp", false));
    }

    @Test
    void sixNodesAreWhatTheDemoPromises() throws LaunchException {
        List<Instance> nodes = plan(6).nodes();
        assertEquals(6, nodes.size());
        assertTrue(nodes.stream().map(Instance::owner).distinct().count() >= 4);
        assertTrue(nodes.stream().map(Instance::country).distinct().count() >= 4);
        assertEquals(3, nodes.stream().filter(Instance::isExit).count());
        assertEquals(
                List.of(false, true, true),
                nodes.stream().filter(Instance::isExit).map(Instance::trusted).toList());
        assertEquals(1, nodes.stream().filter(Instance::isAuthority).count());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 20, 50})
    void everyNetworkHasARouteOfThreeOwnersAndNoPortTwice(int count) throws LaunchException {
        NetPlan plan = plan(count);
        assertTrue(plan.nodes().stream().map(Instance::owner).distinct().count() >= 3);
        assertTrue(plan.nodes().stream().anyMatch(n -> n.isExit() && n.trusted()));
        assertEquals(
                count, new HashSet<>(plan.nodes().stream().map(Instance::name).toList()).size());
        assertTrue(plan.client().isClient());
        Set<Integer> ports = new HashSet<>(
                List.of(plan.authorityPort(), plan.socks().port(), plan.http().port()));
        plan.instances().forEach(i -> ports.add(i.ports().ssh()));
        plan.nodes()
                .forEach(i -> ports.addAll(List.of(i.ports().tcp(), i.ports().ws())));
        assertEquals(3 + count + 1 + 2 * count, ports.size());
    }

    @Test
    void noNodeListensWhereATargetIsAllowed() throws LaunchException {
        // Nearly every port that a plan may choose from, so that a plan that does not look meets one.
        List<HostPort> allow = IntStream.range(Ports.LOW, Ports.HIGH)
                .filter(port -> port % 40 != 0)
                .mapToObj(port -> new HostPort("127.0.0.1", port))
                .toList();
        NetPlan plan =
                NetPlan.of(new NetRequest(Path.of("x"), 6, Optional.empty(), Optional.empty(), allow, "tcp", false));
        List<Integer> ports = new ArrayList<>(
                List.of(plan.authorityPort(), plan.socks().port(), plan.http().port()));
        plan.instances().forEach(i -> ports.add(i.ports().ssh()));
        plan.nodes()
                .forEach(i -> ports.addAll(List.of(i.ports().tcp(), i.ports().ws())));
        assertEquals(List.of(), ports.stream().filter(port -> port % 40 != 0).toList());
    }
}
