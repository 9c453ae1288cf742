package org.port17.itests.net;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.cell.BodyWriter;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;
import org.port17.circuit.CircuitService;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.link.LinkService;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMapSettings;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.SyncedMap;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.SignedNode;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.onion.ClientBuild;
import org.port17.onion.HopPlan;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.PrekeyUse;
import org.port17.transport.tcp.TcpTransport;

/**
 * A client inside the test: has the map that a file holds and asks nobody for another, goes over the nodes it is told, and
 * sends what it is told.
 */
final class WireClient implements AutoCloseable {
    private final NodeLoops loops = new NodeLoops(IoKind.NIO);
    private final SyncedMap map;
    private final RecordedWire wire;
    private final GivenPlugins plugins;
    private final LinkService links;
    private final CircuitService circuits;
    private final SecureRandom random = new SecureRandom();

    /** Fetches map and prekeys once, into a file. */
    /** What a client of a local network without rules says. */
    private static final Set<String> LOCAL = Set.of("local_network", "without_rules");

    static void fetch(Net net, Path file) throws Exception {
        SyncedMap map = new SyncedMap(settings(net, true, file), InstantSource.system());
        map.start();
        try {
            Await.until("map and prekeys of all nodes", () -> isWhole(map.current()));
        } finally {
            map.stop();
        }
    }

    /** Until the map says that a node hands it out at this port. */
    static void awaitMirror(Net net, String node, int port, Path file) throws Exception {
        SyncedMap map = new SyncedMap(settings(net, true, file), InstantSource.system());
        map.start();
        try {
            Await.until(
                    "the node's port in its record",
                    () -> isWhole(map.current())
                            && map.current().pieces().orElseThrow().records().stream()
                                    .map(SignedNode::statement)
                                    .anyMatch(said -> said.name().equals(node) && said.mirror() == port));
        } finally {
            map.stop();
        }
    }

    WireClient(Net net, Path file, String... route) throws Exception {
        map = new SyncedMap(settings(net, false, file), InstantSource.system());
        map.start();
        Await.until("the map of the file", () -> isWhole(map.current()));
        wire = new RecordedWire(
                made(TcpTransport.class, loops), node(route[0]).endpoints().get(0));
        plugins = new GivenPlugins(wire, List.of(route));
        links = made(LinkService.class, loops, plugins, map, null);
        circuits = made(CircuitService.class, links, map, plugins, null, null);
    }

    private static boolean isWhole(MapView view) {
        return view.nodes().size() == 6
                && view.nodes().stream()
                        .allMatch(n -> n.suites().stream()
                                .allMatch(suite -> Arrays.stream(PrekeyUse.values())
                                        .allMatch(use ->
                                                view.prekey(n.id(), suite, use).isPresent())));
    }

    private static NetMapSettings settings(Net net, boolean source, Path file) throws Exception {
        Properties configured = new Properties();
        try (var in = Files.newInputStream(net.layout().etc(Net.CLIENT).resolve("org.port17.netmap.cfg"))) {
            configured.load(in);
        }
        byte[] key = HexFormat.of().parseHex(configured.getProperty("authority.key"));
        return new NetMapSettings(
                source ? List.of(URI.create(net.authority())) : List.of(),
                Quorum.single(key),
                Duration.ofSeconds(1),
                Optional.of(file));
    }

    /** Components are made by their constructors, with the defaults of their configuration, in a local network. */
    private static <T> T made(Class<T> type, Object... services) throws Exception {
        for (Constructor<?> constructor : type.getConstructors()) {
            Class<?>[] wanted = constructor.getParameterTypes();
            Object[] arguments = Arrays.copyOf(services, wanted.length);
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i].isAnnotation()) {
                    // The configuration stands first or last.
                    System.arraycopy(services, 0, arguments, i == 0 ? 1 : 0, services.length);
                    arguments[i] = Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {wanted[i]},
                            (proxy, m, a) -> LOCAL.contains(m.getName()) ? Boolean.TRUE : m.getDefaultValue());
                }
            }
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance(arguments));
        }
        throw new AssertionError(type + " has no constructor");
    }

    private Node node(String name) {
        return map.current().nodes().stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What was sent to the entry so far. */
    byte[] sent() {
        return wire.sent();
    }

    /** Sends bytes to a destination over a new circuit and gives what comes back, until so many bytes are there. */
    byte[] talk(int port, byte[] request) throws Exception {
        Answer answer = new Answer(request.length);
        CompletableFuture<TunnelStream> opened = new CompletableFuture<>();
        loops.execute(() -> {
            try {
                TunnelStream stream =
                        circuits.open(new StreamRequest(Destination.of("127.0.0.1", port), "test", "test"), answer);
                stream.send(ByteBuffer.wrap(request));
                opened.complete(stream);
            } catch (Port17Exception e) {
                opened.completeExceptionally(e);
            }
        });
        opened.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
        return answer.whole.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static final class Answer implements StreamEvents {
        final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private final int wanted;

        Answer(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public void connected() {}

        @Override
        public void received(byte[] data, int offset, int length) {
            got.write(data, offset, length);
            if (got.size() >= wanted) {
                whole.complete(got.toByteArray());
            }
        }

        @Override
        public void writable() {}

        @Override
        public void finished() {}

        @Override
        public void failed(Port17Exception reason) {
            whole.completeExceptionally(reason);
        }
    }

    /** The newest prekey of a node that this client knows. */
    PrekeyRecord prekey(String name, PrekeyUse use) {
        return map.current()
                .prekey(node(name).id(), plugins.suite().traits().id(), use)
                .orElseThrow();
    }

    /** A BUILD for one node, which ends there. */
    byte[] build(String name) throws Port17Exception {
        return build(name, prekey(name, PrekeyUse.ONION));
    }

    /** The same under the prekey that the node handed over in place of the one that this client knows. */
    byte[] build(String name, byte[] handedOver) throws Port17Exception {
        return build(name, map.successor(prekey(name, PrekeyUse.ONION), handedOver));
    }

    private byte[] build(String name, PrekeyRecord prekey) throws Port17Exception {
        Node node = node(name);
        HopPlan hop = new HopPlan(
                node.id(),
                plugins.suite(),
                prekey.id(),
                prekey.publicKey(),
                prekey.digest(),
                plugins.payment().wallet().draw(node.id()));
        ClientBuild build =
                ClientBuild.make(List.of(hop), List.of(), new BodyWriter(links.frames(), frame -> {}), random);
        build.ratchets().forEach(DoubleRatchet::close);
        return build.blob();
    }

    /** What a node makes of a BUILD. */
    static final class Outcome implements LaneEvents {
        final CompletableFuture<Optional<BuildFailure>> end = new CompletableFuture<>();

        @Override
        public void cell(Frame frame) {}

        @Override
        public void buildFailed(BuildFailure why) {
            end.complete(Optional.of(why));
        }

        @Override
        public void destroyed(Port17Exception reason) {
            end.complete(Optional.empty());
        }

        /** Empty for a refusal without a word. */
        Optional<BuildFailure> refusal() throws Exception {
            return end.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    Outcome send(String name, byte[] blob) throws Exception {
        Outcome outcome = new Outcome();
        CompletableFuture<Lane> sent = new CompletableFuture<>();
        loops.execute(() -> {
            try {
                Lane lane = links.to(node(name)).open(outcome);
                lane.build(blob);
                sent.complete(lane);
            } catch (Port17Exception e) {
                sent.completeExceptionally(e);
            }
        });
        sent.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
        return outcome;
    }

    @Override
    public void close() throws Exception {
        for (Object component : List.of(circuits, links)) {
            var stop = component.getClass().getDeclaredMethod("stop");
            stop.setAccessible(true);
            stop.invoke(component);
        }
        map.stop();
        loops.close();
    }
}
