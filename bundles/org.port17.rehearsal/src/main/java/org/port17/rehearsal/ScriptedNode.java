package org.port17.rehearsal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.cell.Windows;
import org.port17.link.Lane;
import org.port17.link.LaneAcceptor;
import org.port17.link.LaneEvents;
import org.port17.node.OwnPrekey;
import org.port17.onion.NodeBuild;
import org.port17.onion.NodeLayer;

/** What a client needs of a node, for processes without a relay: passes cells on, answers offers and one request. */
final class ScriptedNode implements LaneAcceptor {
    private final Place place;
    private final java.security.SecureRandom random = new java.security.SecureRandom();

    ScriptedNode(Place place) {
        this.place = place;
    }

    @Override
    public LaneEvents accept(Lane lane, byte[] blob) {
        try {
            return new Hop(lane, blob);
        } catch (Port17Exception e) {
            // The round finds its bytes missing and says so.
            lane.destroy();
            return new Nobody();
        }
    }

    private static final class Nobody implements LaneEvents {
        @Override
        public void cell(Frame frame) {
            // What was under way when the lane was destroyed.
        }

        @Override
        public void destroyed(Port17Exception reason) {
            // It was destroyed here.
        }
    }

    private final class Hop implements LaneEvents {
        private final Lane back;
        private final NodeLayer layer;
        private final BodyReader reader = new BodyReader();
        private final BodyWriter writer;
        private Lane next;
        private boolean answering;
        private boolean flushDue;
        private boolean dead;
        /** The one that came last; those before it are over. */
        private int stream;

        private long credit;
        private int left;
        private boolean asked;

        Hop(Lane back, byte[] blob) throws Port17Exception {
            this.back = back;
            NodeBuild.Clear clear = NodeBuild.Clear.of(blob);
            OwnPrekey prekey = place.self()
                    .prekey(clear.prekeyId())
                    .orElseThrow(() -> new Port17Exception(ErrorKind.STALE_PREKEY, "not a prekey of this node"));
            NodeBuild build = NodeBuild.open(
                    blob,
                    place.self().id(),
                    prekey.suite(),
                    prekey.secret(),
                    prekey.record().digest());
            this.layer = new NodeLayer(build.ratchet());
            this.writer = new BodyWriter(place.links().frames(), this::originate);
            Optional<NodeId> to = build.next();
            if (to.isPresent()) {
                Node node = place.map().current().node(to.get()).orElseThrow();
                next = place.links().to(node).open(new FromNext());
                next.build(build.blob());
            } else {
                byte[] body = build.body();
                frames(body, 0, body.length);
            }
        }

        @Override
        public void cell(Frame in) {
            Frame out = place.links().frames().take(in.cellClass());
            try {
                if (layer.peel(in, out) == NodeLayer.Verdict.FORWARD) {
                    next.send(out);
                    return;
                }
                frames(out.array(), NodeLayer.bodyOffset(out), NodeLayer.bodySize(out.cellClass()));
                place.links().frames().release(out);
            } catch (Port17Exception e) {
                place.links().frames().release(out);
                back.destroy();
                destroyed(e);
            }
        }

        private void frames(byte[] array, int offset, int size) throws Port17Exception {
            reader.start(array, offset, size);
            while (reader.next()) {
                switch (reader.type()) {
                    case OFFER -> answer(reader.bytes());
                    case CONNECT -> connect();
                    case DATA -> data();
                    case CREDIT -> credit += reader.stream() == stream ? reader.credit() : 0;
                    default -> {
                        // The end of a stream: the client says so and forgets it.
                    }
                }
            }
            pump();
            if (!flushDue) {
                flushDue = true;
                place.links().loop().execute(this::flush);
            }
        }

        private void connect() {
            stream = reader.stream();
            credit = Windows.STREAM_INITIAL;
            left = 0;
            asked = false;
            writer.empty(FrameType.CONNECTED, stream);
        }

        private void data() {
            if (!asked && reader.stream() == stream) {
                asked = true;
                int from = reader.offset();
                left = Request.answer(Arrays.copyOfRange(reader.array(), from, from + reader.length()));
            }
            writer.credit(reader.stream(), reader.length());
        }

        private void pump() {
            int n = (int) Math.min(credit, left);
            if (n > 0) {
                left -= n;
                credit -= n;
                writer.data(stream, ByteBuffer.allocate(n), n);
            }
        }

        private void answer(byte[] offer) throws Port17Exception {
            byte[] answer = layer.ratchet().answer(offer, id -> place.plugins().suite(id), random);
            writer.flush();
            writer.bytes(FrameType.ANSWER, 0, answer);
            answering = true;
            writer.flush();
            answering = false;
        }

        private void flush() {
            flushDue = false;
            if (!dead) {
                writer.flush();
            }
        }

        private void originate(Frame frame) {
            layer.originate(frame, answering);
            back.send(frame);
        }

        @Override
        public void destroyed(Port17Exception reason) {
            if (!dead) {
                dead = true;
                writer.close();
                layer.close();
                if (next != null) {
                    next.destroy();
                }
            }
        }

        private final class FromNext implements LaneEvents {
            @Override
            public void cell(Frame in) {
                if (!dead) {
                    Frame out = place.links().frames().take(in.cellClass());
                    layer.cover(in, out);
                    back.send(out);
                }
            }

            @Override
            public void destroyed(Port17Exception reason) {
                back.destroy();
                Hop.this.destroyed(reason);
            }
        }
    }
}
