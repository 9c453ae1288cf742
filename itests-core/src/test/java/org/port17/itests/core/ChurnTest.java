package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.circuit.CircuitService;
import org.port17.places.PlaceFile;
import org.port17.places.make.PlaceFileWriter;
import org.port17.places.make.PlaceFileWriter.Country;
import org.port17.places.make.PlaceFileWriter.Run;
import org.port17.places.make.PlaceFileWriter.Slot;
import org.port17.route.near.GivenNear;
import org.port17.spi.place.AddressLiteral;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.route.RouteStrategy;

/**
 * A network of more than thirty nodes of twelve owners in which nodes join, leave, lie and die while streams run. Two owners
 * each share an autonomous system, and two of the systems a hoster. Where nodes stand say their addresses; every third names a
 * system of its own instead.
 */
class ChurnTest {
    private static final int NODES = 34;
    private static final int OWNERS = 12;
    private static final int FIRST_AS = 64_496;
    private static final int LIARS_AS = 65_000;
    private static final int ROUNDS = 40;
    private static final int STREAMS = 6;
    /** More than a client ever needs: what does not work by then never will. */
    private static final int TRIES = 50;

    private static final Duration STEP = Duration.ofMillis(100);
    /** Steps that an answer may take, beyond every time limit of the client. */
    private static final int STEPS = 600;

    private final Random random = new Random(17);
    private final List<Flow> flows = new ArrayList<>();
    private final List<TestNet.Machine> gone = new ArrayList<>();

    @TempDir
    Path temp;

    private TestNet net;
    private PlaceTable table;
    private RouteStrategy near;
    private WatchedRoute watched;
    private CircuitService client;
    private int named;

    /** One application with its echo: what came back is what was sent, as far as it came. */
    private final class Flow {
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private final App app;

        Flow() throws Port17Exception {
            app = new App(client, "app" + named, "echo", 80, false);
            named++;
            send(1 + random.nextInt(5_000));
        }

        void send(int length) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            sent.writeBytes(data);
            app.send(data);
        }

        boolean failed() {
            return app.failure != null;
        }

        boolean whole() {
            return app.got.size() == sent.size();
        }

        void check() {
            byte[] got = app.got.toByteArray();
            assertArrayEquals(Arrays.copyOf(sent.toByteArray(), got.length), got);
        }
    }

    @BeforeEach
    void start() throws Exception {
        table = places();
        net = new TestNet(0);
        net.origins.host("echo", Hosts.Echo::new);
        for (int i = 0; i < NODES; i++) {
            join();
        }
        near = GivenNear.strategy(() -> table, temp.resolve("guards"));
        watched = new WatchedRoute(near, net.map, this::system, node -> table.organisationOf(system(node)));
        net.strategy = watched;
        client = net.client(Map.of("local_network", false), net.plugins(), net.map, () -> table);
        net.loop.runUntilIdle();
    }

    @AfterEach
    void stop() throws Exception {
        GivenNear.stop(near);
    }

    /** Addresses 20.N.0.1: system N / 2 of owner N; who runs the first of them runs the second too. */
    private PlaceTable places() throws Exception {
        List<Slot> slots = new ArrayList<>(List.of(new Slot(0, 0, 0, 0)));
        for (int as = 0; as < OWNERS / 2; as++) {
            slots.add(new Slot(1, FIRST_AS + as, 0, 0));
        }
        List<Run> ranges = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            ranges.add(new Run(20L << 16 | i << 8, 1 + system(i)));
            ranges.add(new Run((20L << 16 | i << 8) + 1, 0));
        }
        var organisations = new TreeMap<Integer, Integer>();
        organisations.put(FIRST_AS + 1, FIRST_AS);
        Path file = temp.resolve("churn.p17l");
        Files.write(
                file,
                new PlaceFileWriter()
                        .write(
                                "churn",
                                "nobody",
                                List.of(
                                        new Country("ZZ", List.of(), 0),
                                        new Country("DE", List.of(PlaceFileWriter.point("DE", 50, 8.5)), 0)),
                                organisations,
                                new TreeMap<>(),
                                slots,
                                ranges,
                                List.of()));
        return PlaceFile.table(file);
    }

    private static int system(int number) {
        return number % OWNERS / 2;
    }

    private long system(Node node) {
        return table.place(AddressLiteral.of(node.name()).orElseThrow()).as();
    }

    private int joined;

    private void join() throws Exception {
        int number = joined++;
        TestNet.Machine machine = net.add("20." + number + ".0.1", "owner" + number % OWNERS);
        net.map.nodes.replaceAll(n -> n.id().equals(machine.self().id()) ? in(n, said(number)) : n);
        net.map.changed();
    }

    /** The system that a node names. */
    private static int said(int number) {
        return number % 3 == 0 ? LIARS_AS + number : FIRST_AS + system(number);
    }

    private static Node in(Node n, int as) {
        return new Node(
                n.id(),
                n.name(),
                n.owner(),
                n.country(),
                as,
                n.exit(),
                n.trusted(),
                n.endpoints(),
                n.suites(),
                n.recordDigest());
    }

    private TestNet.Machine any() {
        return net.machines.get(random.nextInt(net.machines.size()));
    }

    private void unlist(TestNet.Machine machine) {
        net.map.nodes.removeIf(n -> n.id().equals(machine.self().id()));
        net.map.changed();
    }

    /** The process ends as by SIGKILL, as far as others can tell: its wires break, its door is shut. */
    private void die(TestNet.Machine machine) throws Exception {
        TestNet.stop(machine.relay());
        TestNet.stop(machine.links());
        net.machines.remove(machine);
        gone.add(machine);
    }

    /** What happens to the network in one round. */
    private void happen(int round) throws Exception {
        switch (round % 5) {
            case 0 -> {
                // As many as go.
                join();
                join();
            }
            case 1 -> {
                // It leaves: the map forgets it first, and those who use it have a moment.
                TestNet.Machine leaver = any();
                unlist(leaver);
                net.loop.advance(STEP);
                die(leaver);
            }
            case 2 -> {
                for (int i = 0; i < 3; i++) {
                    any().bad().alterNext(random.nextInt(400));
                }
            }
            case 3 -> die(any());
            default -> {
                // The authority notices who died.
                List.copyOf(gone).forEach(this::unlist);
                gone.clear();
            }
        }
    }

    @Test
    void routesStayValidWhileNodesJoinLeaveLieAndDie() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            flows.removeIf(Flow::failed);
            while (flows.size() < STREAMS) {
                flows.add(new Flow());
            }
            net.loop.advance(STEP);
            happen(round);
            flows.forEach(flow -> flow.send(1 + random.nextInt(20_000)));
            settle(flows);
            flows.forEach(Flow::check);
            assertTrue(net.machines.size() + gone.size() >= 30, "too few are left to be a network");
        }
        assertEquals(List.of(), watched.faults);
        assertTrue(watched.planned >= 2 * STREAMS, "only " + watched.planned + " routes were planned");
        assertTrue(watched.used.size() >= STREAMS, "only " + watched.used.size() + " nodes were ever used");
    }

    @Test
    void aThirdOfTheNodesDiesAtOnceAndEveryApplicationGetsThrough() throws Exception {
        for (int i = 0; i < STREAMS; i++) {
            flows.add(new Flow());
        }
        settle(flows);
        assertTrue(flows.stream().noneMatch(Flow::failed), "all is well before");
        int victims = (net.machines.size() * 3 + 9) / 10;
        for (int i = 0; i < victims; i++) {
            die(any());
        }
        // The map does not know yet. Streams that ran over the dead end; applications try again, as they do.
        for (Flow flow : List.copyOf(flows)) {
            flow.send(1_000);
        }
        settle(flows);
        flows.forEach(Flow::check);
        for (int i = 0; i < 2 * STREAMS; i++) {
            through();
        }
        gone.forEach(this::unlist);
        for (int i = 0; i < 2 * STREAMS; i++) {
            Flow flow = new Flow();
            settle(List.of(flow));
            assertTrue(flow.whole(), () -> "once the map knows, nothing fails any more: " + flow.app.failure);
        }
        assertEquals(List.of(), watched.faults);
    }

    private void through() throws Exception {
        Port17Exception last = null;
        for (int i = 0; i < TRIES; i++) {
            Flow flow = new Flow();
            settle(List.of(flow));
            if (flow.whole()) {
                flow.check();
                return;
            }
            last = flow.app.failure;
        }
        throw new AssertionError("an application gets no connection at all", last);
    }

    /** Until each has either all that it sent, or failed. */
    private void settle(List<Flow> of) {
        for (int i = 0; i < STEPS && !of.stream().allMatch(f -> f.failed() || f.whole()); i++) {
            net.loop.advance(STEP);
        }
        for (Flow flow : of) {
            assertTrue(flow.failed() || flow.whole(), "a stream hangs");
        }
    }
}
