package org.port17.edge.shell;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.netmap.PrekeyRecord;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/** Services that answer only what the console asks; any other call fails the test. */
final class Fakes {
    private Fakes() {}

    static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                Fakes.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == args[0];
                    case "toString" -> type.getSimpleName();
                    default -> {
                        if (!answers.containsKey(method.getName())) {
                            throw new UnsupportedOperationException(method.getName());
                        }
                        yield answers.get(method.getName());
                    }
                }));
    }

    static SuiteTraits traits(int id, String name) {
        return new SuiteTraits(id, name, 50, true, true, "test", 1, 1, 1, 1, 1, 1);
    }

    static CipherSuite suite(SuiteTraits traits) {
        return answering(CipherSuite.class, Map.of("traits", traits));
    }

    static Transport transport(String scheme) {
        return answering(Transport.class, Map.of("traits", new TransportTraits(scheme, 1, true)));
    }

    static Node node(int number, boolean exit) {
        byte[] key = new byte[NodeId.BYTES];
        key[0] = (byte) number;
        return new Node(
                NodeId.of(key, 0),
                "node-" + number,
                "owner-" + number,
                "CH",
                number,
                exit,
                false,
                List.of(new Endpoint("tcp", "127.0.0.1:" + (4000 + number))),
                List.of(0x0101),
                "00");
    }

    static NetMap netMap(MapView view) {
        return answering(NetMap.class, Map.of("current", view));
    }

    static MapView map(long epoch, List<Node> nodes, Set<NodeId> withoutPrekeys, Set<Integer> permitted) {
        return new MapView() {
            @Override
            public long epoch() {
                return epoch;
            }

            @Override
            public List<Node> nodes() {
                return nodes;
            }

            @Override
            public Optional<Node> node(NodeId id) {
                return nodes.stream().filter(n -> n.id().equals(id)).findFirst();
            }

            @Override
            public Set<Integer> permittedSuites() {
                return permitted;
            }

            @Override
            public Optional<PrekeyRecord> prekey(NodeId node, int suite, PrekeyUse use) {
                return withoutPrekeys.contains(node)
                        ? Optional.empty()
                        : Optional.of(new PrekeyRecord(node, suite, use, 1, 0, 1, 2, new byte[1], new byte[32]));
            }

            @Override
            public long verifiedAt() {
                return System.currentTimeMillis() - 5_500;
            }
        };
    }

    /** Runs a command and returns what it printed. */
    static String run(ConsoleCommand command) throws Exception {
        var bytes = new ByteArrayOutputStream();
        if (command.parts == null) {
            command.parts = List.of();
        }
        command.out = () -> new PrintStream(bytes, true, StandardCharsets.UTF_8);
        command.execute();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static String json(ConsoleCommand command) throws Exception {
        command.json = true;
        String printed = run(command);
        if (printed.indexOf('\n') != printed.length() - 1) {
            throw new AssertionError("one line: " + printed);
        }
        return printed.strip();
    }
}
