package org.port17.link;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.SuiteTraits;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;

/** One end of a link that shakes hands honestly and then says what a test wants. */
final class RawEnd implements ConnectionEvents {
    /** A record that came. */
    record Heard(int kind, int flags, byte[] message) {}

    final List<Heard> heard = new ArrayList<>();
    private final Lab.Peer frames;
    private final boolean dialler;
    private ByteArrayOutputStream in = new ByteArrayOutputStream();
    private Connection connection;
    private DoubleRatchet ratchet;
    private Identity identity;
    private LinkKey key;
    private boolean greeted;
    private boolean closed;

    private RawEnd(Lab.Peer frames, boolean dialler) {
        this.frames = frames;
        this.dialler = dialler;
    }

    /** Dials a peer, and is in epoch 1 once the loop has run. */
    static RawEnd dial(Lab lab, Lab.Peer from, Lab.Peer to) throws Port17Exception {
        RawEnd end = new RawEnd(from, true);
        Reach.Keys keys = new Reach(from.context).keys(to.node);
        Hello.Made hello = Hello.make(keys.suite(), keys.prekey(), null, null, from.context.random());
        end.ratchet = hello.ratchet();
        end.connection = from.transport().dial(to.node.endpoints().get(0), end);
        end.offer(hello.bytes());
        return end;
    }

    /** Listens; {@link #node} is who the dialler must dial. One connection, and what it sends when it comes again. */
    static RawEnd listen(Lab lab, Lab.Peer with, Identity identity, String name) throws Port17Exception {
        RawEnd end = new RawEnd(with, false);
        end.identity = identity;
        with.transport().listen(new Endpoint("mem", name), accepted -> {
            end.connection = accepted;
            end.greeted = false;
            end.closed = false;
            end.in = new ByteArrayOutputStream();
            return end;
        });
        return end;
    }

    static Node node(Identity identity, String name, List<Integer> suites) {
        return new Node(
                identity.id(), name, "owner", "CH", 0, false, true, List.of(new Endpoint("mem", name)), suites, "");
    }

    DoubleRatchet ratchet() {
        return ratchet;
    }

    boolean isClosed() {
        return closed;
    }

    /** The messages of one kind that came. */
    List<byte[]> messages(int kind) {
        return heard.stream().filter(h -> h.kind() == kind).map(Heard::message).toList();
    }

    /** Sends a record with a step's message; with SWITCH, what follows is sealed under the prepared epoch. */
    void send(int kind, int flags, byte[] message) {
        send(kind, flags, message.length, message);
    }

    void send(int kind, int flags, int length, byte[] message) {
        offer(record(cell(length, message), 0, kind, flags));
    }

    /** Sends a record of a circuit, whose cell is random. */
    void send(int circuit, int kind) {
        offer(record(frames.frame(CellClass.SMALL), circuit, kind, 0));
    }

    /** Sends a record and, in the same piece, a byte with which no record begins. */
    void sendWithNoise(int kind, int flags, byte[] message) {
        byte[] record = record(cell(message.length, message), 0, kind, flags);
        offer(Arrays.copyOf(record, record.length + 1));
    }

    private Frame cell(int length, byte[] message) {
        Frame frame = frames.frame(CellClass.SMALL);
        byte[] array = frame.array();
        array[frame.offset()] = (byte) (length >>> 8);
        array[frame.offset() + 1] = (byte) length;
        System.arraycopy(message, 0, array, frame.offset() + 2, message.length);
        return frame;
    }

    private byte[] record(Frame frame, int circuit, int kind, int flags) {
        byte[] array = frame.array();
        int at = frame.offset() - CellClass.RECORD_HEADER;
        Records.header(array, at, circuit, kind, flags, 0);
        byte[] out = new byte[CellClass.SMALL.recordSize()];
        out[0] = CellClass.SMALL.wire();
        ratchet.seal(out[0], array, at, out.length - 1 - SuiteTraits.TAG, out, 1);
        return out;
    }

    private void offer(byte[] bytes) {
        if (!closed) {
            connection.offer(bytes, 0, bytes.length);
            connection.flush();
        }
    }

    @Override
    public void connected() {
        // what was offered before leaves by itself
    }

    @Override
    public void received(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        in.writeBytes(copy);
        byte[] all = in.toByteArray();
        int at = 0;
        try {
            int greeting = dialler ? Welcome.BYTES : Hello.BYTES;
            if (!greeted && all.length >= greeting) {
                greeted = true;
                greet(Arrays.copyOf(all, greeting));
                at = greeting;
            }
            while (greeted && at < all.length) {
                int size = CellClass.ofWire(all[at]).recordSize();
                if (all.length - at < size) {
                    break;
                }
                heard(Arrays.copyOfRange(all, at, at + size));
                at += size;
            }
        } catch (Port17Exception e) {
            throw new AssertionError(e);
        }
        in = new ByteArrayOutputStream();
        in.write(all, at, all.length - at);
    }

    private void greet(byte[] greeting) throws Port17Exception {
        if (dialler) {
            Welcome welcome = Welcome.open(greeting, ratchet, ratchet.suite().traits());
            ratchet.accept(welcome.answer());
            ratchet.switchOpening();
            send(Records.ACK, Records.SWITCH, new byte[0]);
            ratchet.switchSealing();
            return;
        }
        Hello.Opened hello = Hello.open(greeting, identity);
        ratchet = hello.ratchet();
        key = hello.resume() ? hello.link() : LinkKey.random(frames.context.random());
        byte[] answer = ratchet.answer(hello.offer(), id -> Optional.of(hello.suite()), frames.context.random());
        offer(new Welcome(Welcome.OK, key, 0, answer).seal(ratchet, frames.context.random()));
        ratchet.switchSealing();
    }

    private void heard(byte[] record) {
        if (!ratchet.open(record[0], record, 1, record.length - 1, record, 1)) {
            throw new AssertionError("a record that does not open");
        }
        int flags = Records.flags(record, 1);
        int cell = 1 + CellClass.RECORD_HEADER;
        int length = (record[cell] & 0xff) << 8 | record[cell + 1] & 0xff;
        int kind = Records.kind(record, 1);
        boolean step = kind == Records.OFFER || kind == Records.ANSWER || kind == Records.SUITES;
        heard.add(new Heard(kind, flags, step ? Arrays.copyOfRange(record, cell + 2, cell + 2 + length) : new byte[0]));
        if (flags == Records.SWITCH && !dialler) {
            ratchet.switchOpening();
        }
    }

    @Override
    public void writable() {
        // tests send little
    }

    @Override
    public void closed(Port17Exception reason) {
        closed = true;
    }
}
