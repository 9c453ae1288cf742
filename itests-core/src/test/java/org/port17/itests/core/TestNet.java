package org.port17.itests.core;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.api.view.RelayView;
import org.port17.circuit.CircuitService;
import org.port17.exit.any.AnyExit;
import org.port17.link.LinkService;
import org.port17.payment.free.FreePayment;
import org.port17.relay.RelayService;
import org.port17.route.random.RandomRoute;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.testkit.TestLoop;
import org.port17.transport.memory.MemoryNetwork;

/** A whole network in one thread: {@code size} exits of as many owners, and clients. */
final class TestNet {
    final TestLoop loop = new TestLoop();
    final MemoryNetwork wires = new MemoryNetwork();
    final FixedMap map = new FixedMap();
    final Origins origins = new Origins(loop);
    final List<Machine> machines = new ArrayList<>();
    final SecureRandom random = new SecureRandom();
    final List<CipherSuite> suites = List.of(new AesGcmSuite(), new ChaChaSuite());

    /** One node's process. */
    record Machine(TestNode self, LinkService links, RelayService relay, FixedPlugins plugins) {
        RelayView view(TestLoop loop) {
            var answer = relay.relay().toCompletableFuture();
            loop.runUntilIdle();
            return answer.join().get(0);
        }
    }

    TestNet(int size) throws Exception {
        for (int i = 0; i < size; i++) {
            add("n" + i, "owner" + i);
        }
        loop.runUntilIdle();
    }

    Machine add(String name, String owner) throws Exception {
        TestNode self = new TestNode(name, suites, random);
        map.nodes.add(new Node(
                self.id(),
                name,
                owner,
                "DE",
                0,
                true,
                false,
                List.of(new Endpoint("mem", name)),
                suites.stream().map(s -> s.traits().id()).toList(),
                ""));
        self.prekeys.forEach(p -> map.prekeys.add(p.record()));
        FixedPlugins plugins = plugins();
        LinkService links = Settings.component(LinkService.class, Map.of(), loop, plugins, map, self);
        RelayService relay = Settings.component(
                RelayService.class,
                Map.of("listen", new String[] {"mem:" + name}, "standing_links", 0),
                links,
                self,
                map,
                plugins);
        var bind = RelayService.class.getDeclaredMethod("setDialer", org.port17.spi.dialer.ExitDialer.class);
        bind.setAccessible(true);
        bind.invoke(relay, origins);
        Machine machine = new Machine(self, links, relay, plugins);
        machines.add(machine);
        map.epoch++;
        return machine;
    }

    FixedPlugins plugins() {
        FixedPlugins plugins = new FixedPlugins();
        plugins.transports.add(wires.transport(loop));
        plugins.suites.addAll(suites);
        plugins.strategy = new RandomRoute();
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
        LinkService links = Settings.component(LinkService.class, Map.of(), loop, plugins, map, (Object) null);
        return Settings.component(CircuitService.class, settings, links, map, plugins);
    }
}
