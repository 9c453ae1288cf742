package org.port17.link;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Transport;

/**
 * One connection as the link layer sees it: a greeting of a known size, then records. Seals and opens with the
 * connection's own ratchet; whatever is wrong ends the connection, without a word to the peer.
 */
final class Wire implements ConnectionEvents {
    /** Who uses a wire. Calls come on the loop; a callee may end the wire at any time. */
    interface User {
        default void connected(Wire wire) {}

        /** The other end's HELLO or WELCOME is whole; the array is the callee's. */
        void greeting(Wire wire, byte[] greeting) throws Port17Exception;

        /** A record opened; the frame is valid during the call. */
        void record(Wire wire, Frame frame, int circuit, int kind, int ack) throws Port17Exception;

        /** The peer has left the epoch before: what belongs to it is worth nothing from now on. */
        default void switched(Wire wire) {}

        /** The bytes that came in one piece are worked through. */
        void batchEnd(Wire wire);

        void writable(Wire wire);

        /** Bytes left or records came, at that time. */
        default void passed(Wire wire, long nanos) {}

        /** The connection is over. The last call. */
        void ended(Wire wire, Port17Exception reason);
    }

    private final LinkContext context;
    private final Transport transport;
    private final byte[] scratch;
    private final Runnable flush = this::flush;
    private User user;
    private Connection connection;
    private DoubleRatchet ratchet;
    private byte[] greeting;
    private int filled;
    private UnreadableFlight unreadable;
    private Frame partial;
    private long partialNumber;
    private Loop.Timer partialTimer;
    private boolean writable = true;
    private boolean dirty;
    private boolean ended;
    private boolean sealSwitchDue;
    private boolean openSwitchDue;
    private long opened;
    private long openedBefore;
    private long lastSent = Long.MIN_VALUE;
    private long lastHeard = Long.MIN_VALUE;

    Wire(LinkContext context, Transport transport, int greetingBytes, User user) {
        this.context = context;
        this.transport = transport;
        this.scratch = context.scratch();
        this.greeting = new byte[greetingBytes];
        this.user = user;
    }

    void connection(Connection newConnection) {
        connection = newConnection;
    }

    void user(User newUser) {
        user = newUser;
    }

    void ratchet(DoubleRatchet newRatchet) {
        ratchet = newRatchet;
    }

    DoubleRatchet ratchet() {
        return ratchet;
    }

    Transport transport() {
        return transport;
    }

    /** Whether the connection has keys of that very suite object. */
    boolean uses(CipherSuite suite) {
        return ratchet != null && ratchet.uses(suite);
    }

    boolean isWritable() {
        return writable && !ended;
    }

    boolean isEnded() {
        return ended;
    }

    /** When bytes last left; {@link Long#MIN_VALUE} before the first. */
    long lastSent() {
        return lastSent;
    }

    /** When an authentic record last came; {@link Long#MIN_VALUE} before the first. */
    long lastHeard() {
        return lastHeard;
    }

    /** Whether the peer proved, by a record, that it has this connection's keys. */
    boolean heardRecords() {
        return opened > 0;
    }

    /** The next record carries SWITCH and is the last one this end seals under the old epoch. */
    void switchSealingWithNextRecord() {
        sealSwitchDue = true;
    }

    /** The dialler must still say SWITCH, once. */
    void expectSwitch() {
        openSwitchDue = true;
    }

    boolean owesSwitch() {
        return sealSwitchDue;
    }

    /** The dialler is about to send a second HELLO over this connection: other keys, and an answer is awaited again. */
    void startOver() {
        ratchet.close();
        ratchet = null;
        greeting = new byte[Welcome.BYTES];
    }

    /** A greeting is longer than its beginning seemed; it is heard again when it is whole. */
    void awaitRest(byte[] begun, int whole) {
        greeting = Arrays.copyOf(begun, whole);
        filled = begun.length;
    }

    /** The acceptor answers a HELLO it cannot open and waits for another one, behind whatever followed the first. */
    void awaitAnotherHello(byte[] answer, long flight) {
        unreadable = new UnreadableFlight(flight);
        greet(answer);
    }

    /** Sends a HELLO, WELCOME or RETRY. */
    void greet(byte[] bytes) {
        writable = connection.offer(bytes, 0, bytes.length);
        flushLater();
    }

    /** Seals a cell with its header into one record; the frame stays as it is but for the bytes before its cell. */
    void send(Frame frame, int circuit, int kind, int ack) {
        if (ended) {
            return;
        }
        if (!ratchet.maySeal()) {
            context.loop()
                    .execute(() -> fail(new Port17Exception(
                            ErrorKind.CLOSED, Retry.NOW, "the connection protected as much as one epoch may")));
            writable = false;
            return;
        }
        byte[] array = frame.array();
        CellClass cellClass = frame.cellClass();
        int at = frame.offset() - CellClass.RECORD_HEADER;
        Records.header(array, at, circuit, kind, sealSwitchDue ? Records.SWITCH : 0, ack);
        scratch[0] = cellClass.wire();
        ratchet.seal(cellClass.wire(), array, at, CellClass.RECORD_HEADER + cellClass.size(), scratch, 1);
        if (sealSwitchDue) {
            sealSwitchDue = false;
            ratchet.switchSealing();
        }
        writable = connection.offer(scratch, 0, cellClass.recordSize());
        flushLater();
    }

    private void flushLater() {
        if (!dirty) {
            dirty = true;
            context.loop().execute(flush);
        }
    }

    private void flush() {
        dirty = false;
        if (!ended) {
            connection.flush();
            lastSent = context.loop().nanos();
            user.passed(this, lastSent);
        }
    }

    @Override
    public void connected() {
        if (!ended) {
            user.connected(this);
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining() && !ended) {
                if (greeting != null) {
                    fillGreeting(bytes);
                } else if (unreadable != null) {
                    if (unreadable.pass(bytes)) {
                        unreadable = null;
                        greeting = new byte[Hello.BYTES];
                    }
                } else {
                    fillRecord(bytes);
                }
            }
        } catch (Port17Exception e) {
            fail(e);
        }
        if (!ended) {
            if (partial != null && partialTimer == null) {
                watchPartial(context.settings().times().handshake());
            }
            if (opened != openedBefore) {
                openedBefore = opened;
                lastHeard = context.loop().nanos();
                user.passed(this, lastHeard);
            }
        }
        if (!ended) {
            user.batchEnd(this);
        }
    }

    private void fillGreeting(ByteBuffer bytes) throws Port17Exception {
        int n = Math.min(greeting.length - filled, bytes.remaining());
        bytes.get(greeting, filled, n);
        filled += n;
        if (filled == greeting.length) {
            byte[] whole = greeting;
            greeting = null;
            filled = 0;
            user.greeting(this, whole);
        }
    }

    private void fillRecord(ByteBuffer bytes) throws Port17Exception {
        if (partial == null) {
            CellClass cellClass = CellClass.ofWire(bytes.get());
            if (cellClass == null) {
                throw new Port17Exception(ErrorKind.TAMPERED, Retry.NOW, "a record of no known class");
            }
            partial = context.frames().take(cellClass);
            filled = 0;
        }
        int from = partial.offset() - CellClass.RECORD_HEADER;
        int whole = partial.cellClass().recordSize() - 1;
        int n = Math.min(whole - filled, bytes.remaining());
        bytes.get(partial.array(), from + filled, n);
        filled += n;
        if (filled == whole) {
            Frame frame = partial;
            partial = null;
            try {
                open(frame, from, whole);
            } finally {
                context.frames().release(frame);
            }
        }
    }

    private void open(Frame frame, int from, int length) throws Port17Exception {
        byte[] array = frame.array();
        if (!ratchet.open(frame.cellClass().wire(), array, from, length, array, from)) {
            throw new Port17Exception(ErrorKind.TAMPERED, Retry.NOW, "a record does not open");
        }
        opened++;
        int flags = Records.flags(array, from);
        int kind = Records.kind(array, from);
        boolean last = flags == Records.SWITCH;
        // The dialler marks one record of any kind when it may; the acceptor its ANSWERs, and nothing else.
        if (flags != 0 && !last || last != (kind == Records.ANSWER) && !(last && openSwitchDue)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a record with flags that make no sense");
        }
        if (last && openSwitchDue) {
            openSwitchDue = false;
            ratchet.switchOpening();
            user.switched(this);
        }
        if (!Records.reservedIsZero(array, from)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a record with a field of a later version");
        }
        user.record(this, frame, Records.circuit(array, from), kind, Records.ack(array, from));
    }

    /** A record that was begun must be whole in time. One timer watches whichever record is unfinished. */
    private void watchPartial(Duration delay) {
        long number = opened;
        partialNumber = number;
        partialTimer = context.loop()
                .schedule(
                        () -> {
                            partialTimer = null;
                            if (!ended && partial != null) {
                                if (opened == partialNumber) {
                                    fail(new Port17Exception(
                                            ErrorKind.TIMEOUT, Retry.NOW, "a record was not completed"));
                                } else {
                                    watchPartial(delay);
                                }
                            }
                        },
                        delay);
    }

    @Override
    public void writable() {
        if (!ended) {
            writable = true;
            user.writable(this);
        }
    }

    @Override
    public void closed(Port17Exception reason) {
        if (!ended) {
            end();
            user.ended(this, reason);
        }
    }

    /** Ends the connection at once and tells the user. */
    void fail(Port17Exception reason) {
        if (!ended) {
            end();
            connection.abort();
            user.ended(this, reason);
        }
    }

    /** Ends the connection; the user knows. What was sealed still leaves. */
    void close() {
        if (!ended) {
            end();
            connection.flush();
            connection.close();
        }
    }

    /** Ends the connection at once; the user knows. */
    void abort() {
        if (!ended) {
            end();
            connection.abort();
        }
    }

    private void end() {
        ended = true;
        if (partialTimer != null) {
            partialTimer.cancel();
        }
        if (partial != null) {
            context.frames().release(partial);
            partial = null;
        }
        if (ratchet != null) {
            ratchet.close();
        }
    }
}
