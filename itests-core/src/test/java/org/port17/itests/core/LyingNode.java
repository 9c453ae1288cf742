package org.port17.itests.core;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.link.LinkService;
import org.port17.node.OwnPrekey;
import org.port17.onion.NodeBuild;
import org.port17.onion.NodeLayer;

/** A node without clients that lets itself be measured, and lies. It has its own keys and a line like everybody. */
final class LyingNode {
    /** How it lies. */
    enum Way {
        /** Says that clients sent very much. */
        CLAIMS,
        /** And echoes only in even seconds, what it got meanwhile at once. */
        EVEN_SECONDS,
        ODD_SECONDS,
        /** Sends back what it did not look at. */
        BLIND,
        TWICE,
        /** Answers for three seconds, and then no more. */
        STALLS,
        LEAVES,
        /** Takes the BUILD and says nothing. */
        MUTE,
        TALKS_OF_STREAMS,
        LESS_THAN_NOTHING,
        SHORTER
    }

    final TestNode self;
    private final TestNet net;
    private final LinkService links;
    private final Way way;
    private int second;

    LyingNode(TestNet net, String name, Way way) throws Exception {
        this.net = net;
        this.way = way;
        this.self = new TestNode(name, net.suites, net.random);
        self.prekeys.forEach(p -> net.map.prekeys.add(p.record()));
        net.list(self, name);
        links = net.links(net.plugins(), net.map, self);
        links.listen(List.of(new Endpoint("mem", name)), this::accept);
    }

    private LaneEvents accept(Lane lane, byte[] blob) {
        try {
            return new Circuit(lane, blob);
        } catch (Port17Exception e) {
            throw new AssertionError(e);
        }
    }

    private final class Circuit implements LaneEvents {
        private final Lane lane;
        private final NodeLayer layer;
        private final BodyReader reader = new BodyReader();
        private final BodyWriter writer;
        private final List<byte[]> saved = new ArrayList<>();
        private boolean answering;
        private boolean dead;

        Circuit(Lane lane, byte[] blob) throws Port17Exception {
            this.lane = lane;
            OwnPrekey prekey = self.prekey(NodeBuild.Clear.of(blob).prekeyId()).orElseThrow();
            NodeBuild build = NodeBuild.open(
                    blob,
                    self.id(),
                    prekey.suite(),
                    prekey.secret(),
                    prekey.record().digest());
            layer = new NodeLayer(build.ratchet());
            writer = new BodyWriter(links.frames(), frame -> {
                layer.originate(frame, answering);
                lane.send(frame);
            });
            byte[] body = build.body();
            frames(body, 0, body.length);
        }

        @Override
        public void cell(Frame in) {
            if (dead) {
                return;
            }
            Frame out = links.frames().take(in.cellClass());
            try {
                layer.peel(in, out);
                frames(out.array(), NodeLayer.bodyOffset(out), NodeLayer.bodySize(out.cellClass()));
            } catch (Port17Exception e) {
                throw new AssertionError(e);
            }
            links.frames().release(out);
        }

        private void frames(byte[] array, int offset, int size) throws Port17Exception {
            reader.start(array, offset, size);
            while (!dead && reader.next()) {
                switch (reader.type()) {
                    case OFFER -> {
                        byte[] answer = layer.ratchet().answer(reader.bytes(), net.plugins()::suite, net.random);
                        writer.bytes(FrameType.ANSWER, 0, answer);
                        answering = true;
                        writer.flush();
                        answering = false;
                    }
                    case MEASURE -> {
                        if (way != Way.MUTE) {
                            carried(0);
                            net.loop.schedule(this::nextSecond, Duration.ofSeconds(1));
                        }
                    }
                    case ECHO -> echo(reader.bytes());
                    default -> throw new AssertionError(reader.type());
                }
            }
        }

        private void echo(byte[] payload) {
            switch (way) {
                case BLIND -> send(net.wrong(payload.length));
                case SHORTER -> send(new byte[payload.length - 1]);
                case TWICE -> {
                    send(payload);
                    send(payload);
                }
                case STALLS -> {
                    if (second < 3) {
                        send(payload);
                    }
                }
                case EVEN_SECONDS, ODD_SECONDS -> {
                    saved.add(payload);
                    sendSaved();
                }
                case TALKS_OF_STREAMS -> {
                    writer.bytes(FrameType.DATA, 7, payload);
                    writer.flush();
                }
                default -> send(payload);
            }
        }

        private void sendSaved() {
            if (second % 2 == (way == Way.EVEN_SECONDS ? 0 : 1)) {
                saved.forEach(this::send);
                saved.clear();
            }
        }

        private void send(byte[] payload) {
            writer.bytes(FrameType.ECHO, 0, payload);
            writer.flush();
        }

        private void carried(long bytes) {
            writer.bytes(
                    FrameType.CARRIED, 0, ByteBuffer.allocate(8).putLong(bytes).array());
            writer.flush();
        }

        private void nextSecond() {
            if (dead) {
                return;
            }
            second++;
            if (way == Way.LEAVES && second == 3) {
                dead = true;
                lane.destroy();
                return;
            }
            carried(way == Way.LESS_THAN_NOTHING ? -1 : Long.MAX_VALUE);
            sendSaved();
            net.loop.schedule(this::nextSecond, Duration.ofSeconds(1));
        }

        @Override
        public void destroyed(Port17Exception reason) {
            dead = true;
        }
    }
}
