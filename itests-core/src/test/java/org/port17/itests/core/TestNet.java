package org.port17.itests.core;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.api.view.RelayView;
import org.port17.circuit.CircuitService;
import org.port17.exit.any.AnyExit;
import org.port17.link.LinkService;
import org.port17.link.Links;
import org.port17.node.ThisNode;
import org.port17.payment.free.FreePayment;
import org.port17.rehearsal.Rehearsals;
import org.port17.relay.RelayService;
import org.port17.route.random.RandomRoute;
import org.port17.spi.place.Places;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.testkit.TestLoop;
import org.port17.transport.memory.MemoryLine;
import org.port17.transport.memory.MemoryNetwork;
import org.port17.transport.memory.MemoryWire;

/** A whole network in one thread: {@code size} trusted exits of as many owners, and clients. */
final class TestNet {
    final TestLoop loop = new TestLoop();
    final MemoryNetwork wires = new MemoryNetwork();
    final FixedMap map = new FixedMap();
    final Origins origins = new Origins(loop);
    final List<Machine> machines = new ArrayList<>();
    final SecureRandom random = new SecureRandom();
    RouteStrategy strategy = new RandomRoute();
    final List<CipherSuite> suites;

    /** The line of what is added from now on; null: one without a limit. */
    MemoryLine line;

    /** One node's process. */
    record Machine(TestNode self, LinkService links, Saboteur bad, RelayService relay, FixedPlugins plugins) {
        RelayView view(TestLoop loop) {
            var answer = relay.relay().toCompletableFuture();
            loop.runUntilIdle();
            return answer.join().get(0);
        }
    }

    TestNet(int size) throws Exception {
        this(size, List.of(new AesGcmSuite(), new ChaChaSuite()));
    }

    /** @param suites of every node, and permitted by the map */
    TestNet(int size, List<CipherSuite> suites) throws Exception {
        this.suites = suites;
        suites.forEach(s -> map.permitted.add(s.traits().id()));
        for (int i = 0; i < size; i++) {
            add("n" + i, "owner" + i);
        }
        loop.runUntilIdle();
    }

    Machine add(String name, String owner) throws Exception {
        TestNode self = new TestNode(name, suites, random);
        self.prekeys.forEach(p -> map.prekeys.add(p.record()));
        list(self, owner);
        Machine machine = start(self);
        machines.add(machine);
        return machine;
    }

    /** Puts a node into the map; its prekeys are the caller's part. */
    void list(ThisNode self, String owner) {
        map.nodes.add(new Node(
                self.id(),
                self.name(),
                owner,
                "DE",
                64_496 + map.nodes.size(),
                true,
                true,
                List.of(new Endpoint("mem", self.name())),
                suites.stream().map(s -> s.traits().id()).toList(),
                ""));
        map.epoch++;
    }

    /** A node's process ends and begins again with other prekeys, of which the map does not know. */
    void restart(int number) throws Exception {
        Machine old = machines.get(number);
        stop(old.relay());
        stop(old.links());
        loop.runUntilIdle();
        old.self().replacePrekeys();
        machines.set(number, start(old.self()));
    }

    /** As the component runtime does. */
    static void stop(Object component) throws Exception {
        var stop = component.getClass().getDeclaredMethod("stop");
        stop.setAccessible(true);
        stop.invoke(component);
    }

    /** A process ends as by SIGKILL: nobody is told, its connections are reset, and its port refuses others. */
    void crash(Machine machine) throws Exception {
        wires.wires().stream()
                .filter(wire -> wire.name().equals(machine.self().name()))
                .forEach(MemoryWire::cut);
        stop(machine.relay());
        stop(machine.links());
        machines.remove(machine);
    }

    /** A crashed process begins again, with what it keeps on disk. */
    void back(Machine crashed) throws Exception {
        machines.add(start(crashed.self()));
    }

    private Machine start(TestNode self) throws Exception {
        FixedPlugins plugins = plugins();
        LinkService links = links(plugins, map, self);
        Saboteur bad = new Saboteur();
        return new Machine(self, links, bad, relay(bad.hold(links), plugins, self), plugins);
    }

    LinkService links(FixedPlugins plugins, FixedMap of, ThisNode self) throws Exception {
        return Settings.component(LinkService.class, Map.of(), loop, plugins, of, self);
    }

    /** An exit relay that listens under its node's name. */
    RelayService relay(Links links, FixedPlugins plugins, ThisNode self) throws Exception {
        RelayService relay = Settings.component(
                RelayService.class,
                Map.of("listen", new String[] {"mem:" + self.name()}, "standing_links", 0),
                links,
                self,
                map,
                plugins,
                (Rehearsals) most -> CompletableFuture.completedStage(null));
        var bind = RelayService.class.getDeclaredMethod("setDialer", org.port17.spi.dialer.ExitDialer.class);
        bind.setAccessible(true);
        bind.invoke(relay, origins);
        return relay;
    }

    FixedPlugins plugins() {
        FixedPlugins plugins = new FixedPlugins();
        plugins.transports.add(line == null ? wires.transport(loop) : wires.transport(loop, line));
        plugins.suites.addAll(suites);
        plugins.strategy = strategy;
        plugins.policy = new AnyExit();
        plugins.payment = new FreePayment();
        return plugins;
    }

    /** A client process. */
    CircuitService client(Map<String, Object> settings) throws Exception {
        return client(settings, plugins());
    }

    /** A client process with plugins that the test holds. */
    CircuitService client(Map<String, Object> settings, FixedPlugins plugins) throws Exception {
        return client(settings, plugins, map);
    }

    /** A client process with a map of its own. */
    CircuitService client(Map<String, Object> settings, FixedPlugins plugins, FixedMap of) throws Exception {
        return client(settings, plugins, of, null);
    }

    /** @param places where addresses stand, if the client knows */
    CircuitService client(Map<String, Object> settings, FixedPlugins plugins, FixedMap of, Places places)
            throws Exception {
        return Settings.component(
                CircuitService.class, local(settings), links(plugins, of, null), of, plugins, places, null);
    }

    byte[] wrong(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The same settings for a client of a network in memory that has no rules. */
    static Map<String, Object> local(Map<String, Object> settings) {
        Map<String, Object> local = new HashMap<>(settings);
        local.putIfAbsent("local_network", true);
        local.putIfAbsent("without_rules", true);
        return local;
    }
}
