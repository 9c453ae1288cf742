package org.port17.rehearsal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.api.Tunnels;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.CreditGrant;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.cell.ReceiveWindow;
import org.port17.cell.Windows;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.netmap.PrekeyRecord;
import org.port17.onion.ClientBuild;
import org.port17.onion.ClientLayers;
import org.port17.onion.HopPlan;
import org.port17.onion.RandomBytes;
import org.port17.spi.payment.Payment;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** What a node needs of a client, for processes without one: a circuit for each application, as long as it lives. */
final class ScriptedClient implements Tunnels {
    private final Place place;
    private final SecureRandom random = new SecureRandom();
    private final CreditGrant.Budget budget = new CreditGrant.Budget(16L * Windows.STREAM_MAX);
    private final Set<Circuit> circuits = new LinkedHashSet<>();
    private final Map<String, Circuit> byApplication = new HashMap<>();

    ScriptedClient(Place place) {
        this.place = place;
        place.onOtherSuite(() -> Set.copyOf(circuits).forEach(Circuit::otherSuite));
    }

    @Override
    public Loop loop() {
        return place.links().loop();
    }

    @Override
    public TunnelStream open(StreamRequest request, StreamEvents events) throws Port17Exception {
        Circuit circuit = byApplication.get(request.application());
        if (circuit == null) {
            circuit = new Circuit();
            circuits.add(circuit);
            byApplication.put(request.application(), circuit);
        }
        return circuit.open(request, events);
    }

    private final class Circuit implements LaneEvents {
        private final Map<Integer, Stream> streams = new HashMap<>();
        private final ReceiveWindow inbound = new ReceiveWindow();
        private final Lane lane;
        private final BodyWriter writer;
        private final BodyWriter control;
        private final BodyReader reader = new BodyReader();
        private ClientLayers layers;
        private int target;
        private int last;
        private boolean flushDue;
        private boolean dead;

        Circuit() throws Port17Exception {
            List<Node> nodes = place.map().current().nodes();
            this.writer = new BodyWriter(place.links().frames(), frame -> send(frame, nodes.size() - 1));
            this.control = new BodyWriter(place.links().frames(), frame -> send(frame, target));
            this.lane = place.links().to(nodes.get(0)).open(this);
        }

        TunnelStream open(StreamRequest request, StreamEvents events) {
            int number = ++last;
            Stream stream = new Stream(this, number, events);
            streams.put(number, stream);
            writer.connect(number, request.destination());
            flushLater();
            return stream;
        }

        private void send(Frame frame, int hop) {
            layers.wrap(frame, hop);
            lane.send(frame);
        }

        private void flushLater() {
            if (!flushDue) {
                flushDue = true;
                loop().execute(this::flush);
            }
        }

        private void flush() {
            flushDue = false;
            if (dead) {
                return;
            }
            try {
                if (layers == null) {
                    build();
                }
                writer.flush();
            } catch (Port17Exception e) {
                end(e);
            }
        }

        private void build() throws Port17Exception {
            CipherSuite suite = place.plugins().suites().get(0);
            List<HopPlan> hops = new ArrayList<>();
            for (Node node : place.map().current().nodes()) {
                PrekeyRecord prekey = place.map()
                        .current()
                        .prekey(node.id(), suite.traits().id(), PrekeyUse.ONION)
                        .orElseThrow();
                hops.add(new HopPlan(
                        node.id(),
                        suite,
                        prekey.id(),
                        prekey.publicKey(),
                        prekey.digest(),
                        new byte[Payment.TOKEN_BYTES]));
            }
            ClientBuild build = ClientBuild.make(hops, List.of(), writer, random);
            layers = new ClientLayers(
                    build.ratchets(), new RandomBytes(random), place.links().frames());
            lane.build(build.blob());
            offer(suite);
        }

        private void offer(CipherSuite suite) throws Port17Exception {
            for (int hop = 0; hop < layers.length(); hop++) {
                if (layers.hop(hop).mayOffer()) {
                    control.bytes(FrameType.OFFER, 0, layers.hop(hop).offer(suite, random));
                    target = hop;
                    control.flush();
                }
            }
        }

        /** Every hop that has answered the last offer steps into the suite that is preferred now. */
        private void otherSuite() {
            if (dead || layers == null) {
                return;
            }
            try {
                if (layers.switchDue()) {
                    writer.emptyCell();
                }
                offer(place.plugins().suites().get(0));
            } catch (Port17Exception e) {
                end(e);
            }
        }

        @Override
        public void cell(Frame frame) {
            if (dead) {
                return;
            }
            try {
                ClientLayers.Unwrapped cell = layers.unwrap(frame);
                try {
                    frames(cell);
                } finally {
                    if (cell.frame() != frame) {
                        place.links().frames().release(cell.frame());
                    }
                }
            } catch (Port17Exception e) {
                end(e);
            }
        }

        private void frames(ClientLayers.Unwrapped cell) throws Port17Exception {
            reader.start(cell.frame().array(), cell.bodyOffset(), cell.bodySize());
            while (!dead && reader.next()) {
                switch (reader.type()) {
                    case ANSWER -> {
                        layers.hop(cell.origin()).accept(reader.bytes());
                        layers.hop(cell.origin()).switchOpening();
                        layers.switchNext(cell.origin());
                    }
                    case DATA -> {
                        arrived(reader.length());
                        stream();
                    }
                    default -> stream();
                }
            }
        }

        private void arrived(int bytes) throws Port17Exception {
            int credit = inbound.arrived(bytes, loop().nanos());
            if (credit == ReceiveWindow.EXCEEDED) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a circuit exceeded its window");
            }
            if (credit > 0) {
                writer.credit(0, credit);
                flushLater();
            }
        }

        private void stream() throws Port17Exception {
            Stream stream = streams.get(reader.stream());
            if (stream == null) {
                // What came after its end.
                return;
            }
            switch (reader.type()) {
                case CONNECTED -> stream.events.connected();
                case DATA -> stream.received(reader);
                case FIN -> stream.events.finished();
                case RESET -> {
                    stream.over();
                    stream.events.failed(new Port17Exception(ErrorKind.INTERNAL, "the exit reset the stream"));
                }
                default -> {
                    // Credit for more than is ever sent.
                }
            }
        }

        @Override
        public void destroyed(Port17Exception reason) {
            end(reason);
        }

        private void end(Port17Exception reason) {
            if (!dead) {
                dead = true;
                circuits.remove(this);
                byApplication.values().remove(this);
                lane.destroy();
                writer.close();
                control.close();
                if (layers != null) {
                    layers.close();
                }
                for (Stream stream : List.copyOf(streams.values())) {
                    stream.over();
                    stream.events.failed(reason);
                }
            }
        }
    }

    private final class Stream implements TunnelStream {
        private final Circuit circuit;
        private final int number;
        private final StreamEvents events;
        private final CreditGrant download = new CreditGrant(budget);

        Stream(Circuit circuit, int number, StreamEvents events) {
            this.circuit = circuit;
            this.number = number;
            this.events = events;
        }

        @Override
        public long id() {
            return number;
        }

        @Override
        public void send(ByteBuffer data) {
            circuit.writer.data(number, data, data.remaining());
            circuit.flushLater();
        }

        @Override
        public void finish() {
            circuit.writer.empty(FrameType.FIN, number);
            forget();
        }

        @Override
        public void reset(ErrorKind reason) {
            circuit.writer.code(FrameType.RESET, number, reason);
            forget();
        }

        private void forget() {
            over();
            circuit.flushLater();
        }

        void received(BodyReader data) throws Port17Exception {
            if (!download.arrived(data.length())) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a stream exceeded its window");
            }
            events.received(data.array(), data.offset(), data.length());
        }

        @Override
        public void consumed(int bytes) {
            int grant = download.taken(bytes);
            if (grant > 0) {
                circuit.writer.credit(number, grant);
                circuit.flushLater();
            }
        }

        void over() {
            if (circuit.streams.remove(number) != null) {
                download.close();
            }
        }
    }
}
