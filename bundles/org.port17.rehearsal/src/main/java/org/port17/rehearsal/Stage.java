package org.port17.rehearsal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.port17.api.Destination;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.api.Tunnels;
import org.port17.link.LaneAcceptor;
import org.port17.link.PrivateLinks;
import org.port17.spi.suite.CipherSuite;

/**
 * A made-up network of a client, three nodes and one destination, on the caller's thread. Its keys, links and circuits are
 * its own and are gone with it.
 */
public final class Stage implements AutoCloseable {
    private static final int NODES = 3;

    /** Behind this the client offers the first step, the nodes answer, and what carries the switch has left. */
    private static final Duration STEPS = Duration.ofMillis(1_500);

    private static final int REQUEST = 400;
    private final StageLoop loop = new StageLoop();
    private final StageWires wires = new StageWires(loop);
    private final List<StageNode> nodes = new ArrayList<>(NODES);
    private final List<PrivateLinks> links = new ArrayList<>(NODES + 1);
    private final Tunnels client;
    private int rounds;

    /**
     * @param suite of every link and layer; one that serves onion layers
     * @param nodePart null for nodes that only do what a client needs
     * @param clientPart null for a client that only does what nodes need
     */
    public Stage(CipherSuite suite, NodePart nodePart, ClientPart clientPart, SecureRandom random)
            throws Port17Exception {
        for (int i = 0; i < NODES; i++) {
            nodes.add(new StageNode("node" + i, 1 + i, suite, random));
        }
        StageMap map = new StageMap(nodes, suite);
        StagePlugins plugins = new StagePlugins(suite, wires);
        StageOrigin origin = new StageOrigin(loop);
        for (StageNode self : nodes) {
            Place place = place(self, map, plugins);
            LaneAcceptor acceptor = nodePart == null ? new ScriptedNode(place) : nodePart.node(place, origin);
            place.links().listen(List.of(new Endpoint(StageWires.SCHEME, self.name())), acceptor);
        }
        Place place = place(null, map, plugins);
        client = clientPart == null ? new ScriptedClient(place) : clientPart.client(place);
    }

    private Place place(StageNode self, StageMap map, StagePlugins plugins) {
        PrivateLinks own = new PrivateLinks(loop, plugins, map, self);
        links.add(own);
        return new Place(own.links(), self, map, plugins);
    }

    /**
     * One new circuit, one request through it, its answer, the first step of every hop, and the end of the stream.
     *
     * @param answer bytes that the destination sends
     * @throws Port17Exception INTERNAL if not all of them came
     */
    public void round(int answer) throws Port17Exception {
        Got got = new Got();
        // Another application each time: a stream of the same one would share the circuit.
        String application = "rehearsal " + ++rounds;
        TunnelStream stream =
                client.open(new StreamRequest(Destination.of("rehearsal.invalid", 80), application, "rehearsal"), got);
        got.stream = stream;
        stream.send(ByteBuffer.allocate(REQUEST).putInt(0, answer));
        loop.run();
        if (got.failure != null) {
            throw got.failure;
        }
        if (got.bytes != answer) {
            throw new Port17Exception(ErrorKind.INTERNAL, "a rehearsed answer came in part");
        }
        loop.advance(STEPS);
        stream.reset(ErrorKind.CLOSED);
        loop.run();
    }

    /** The application: counts. */
    private static final class Got implements StreamEvents {
        private TunnelStream stream;
        private Port17Exception failure;
        private int bytes;

        @Override
        public void connected() {
            // What comes behind it shows it.
        }

        @Override
        public void received(byte[] data, int offset, int length) {
            bytes += length;
            stream.consumed(length);
        }

        @Override
        public void writable() {
            // The request is smaller than any window.
        }

        @Override
        public void finished() {
            // The stream is ended from this side.
        }

        @Override
        public void failed(Port17Exception reason) {
            failure = reason;
        }
    }

    @Override
    public void close() {
        links.forEach(PrivateLinks::close);
        loop.run();
        nodes.forEach(StageNode::close);
    }
}
