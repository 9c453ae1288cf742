package org.port17.relay;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.ConnectFrame;
import org.port17.cell.FrameType;
import org.port17.cell.ReceiveWindow;
import org.port17.cell.SendWindow;
import org.port17.cell.Sighting;
import org.port17.detect.Recogniser;
import org.port17.link.Lane;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitDialer;

/** The streams of one circuit at its exit. On the loop. */
final class ExitStreams {
    private static final byte[] NOTHING = {};
    private final RelayCore core;
    private final BodyWriter writer;
    private final Runnable flushLater;
    private final Lane back;
    private final boolean tells;
    private final Map<Integer, ExitStream> streams = new HashMap<>();
    /** Those that wait for a turn at the circuit's window, the one that waits longest first. */
    private final Set<ExitStream> waiting = new LinkedHashSet<>();
    /** Those whose turn the window cut short; they go on first. */
    private final Set<ExitStream> cutShort = new LinkedHashSet<>();

    private int highest;
    private final SendWindow window = new SendWindow();
    private boolean pumpDue;
    private final ReceiveWindow inbound = new ReceiveWindow();

    /** @param tells whether the client asked to be told of destinations, see {@link Sighting} */
    ExitStreams(RelayCore core, BodyWriter writer, Runnable flushLater, Lane back, boolean tells) {
        this.core = core;
        this.writer = writer;
        this.flushLater = flushLater;
        this.back = back;
        this.tells = tells;
    }

    /** Acts on one frame from the client. */
    void frame(BodyReader frame) throws Port17Exception {
        int id = frame.stream();
        boolean ofCircuit = id == 0 && frame.type() == FrameType.CREDIT;
        if (frame.type() != FrameType.CONNECT && !ofCircuit && (id <= 0 || id > highest)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a frame for a stream that never was");
        }
        switch (frame.type()) {
            case CONNECT -> connect(id, ConnectFrame.of(frame));
            case DATA -> data(frame);
            case FIN -> {
                frame.expect(0);
                ExitStream stream = streams.get(id);
                if (stream != null) {
                    stream.finFromClient();
                }
            }
            case RESET -> {
                frame.code();
                ExitStream stream = streams.remove(id);
                if (stream != null) {
                    stream.resetByClient();
                }
            }
            case CREDIT -> credit(id, frame.credit());
            default -> throw new Port17Exception(ErrorKind.PROTOCOL, "a frame that only a client understands");
        }
    }

    private void connect(int id, ConnectFrame asked) throws Port17Exception {
        // Numbers only grow, so a number is never used twice in a circuit.
        if (id <= 0 || id <= highest) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a stream number was used before");
        }
        highest = id;
        boolean trusted = asked.trusts() || core.trusted();
        ExitDialer dialer = core.dialer().orElse(null);
        if (dialer == null) {
            refuse(id, ErrorKind.UNSUPPORTED);
        } else if (core.counters().streams >= core.limits().streams()) {
            refuse(id, ErrorKind.OVERLOADED);
        } else if (!trusted && Recogniser.serverSpeaksFirst(asked.destination().port())) {
            refuse(id, ErrorKind.NOT_ENCRYPTED);
        } else {
            ExitStream stream = new ExitStream(this, id, trusted);
            streams.put(id, stream);
            core.counters().streams++;
            stream.dial(dialer, asked.destination());
        }
    }

    /** The destination accepted. */
    void connected(int id, ExitConnection connection) {
        byte[] told = tells
                ? connection
                        .reached()
                        .map(r -> Sighting.of(
                                        r.address().getAddress(), r.within().toNanos())
                                .payload())
                        .orElse(NOTHING)
                : NOTHING;
        writer.bytes(FrameType.CONNECTED, id, told);
        flushLater.run();
    }

    private void refuse(int id, ErrorKind kind) {
        writer.code(FrameType.RESET, id, kind);
        flushLater.run();
    }

    private void data(BodyReader frame) throws Port17Exception {
        int n = frame.length();
        if (n == 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "an empty DATA frame");
        }
        int credit = inbound.arrived(n, core.loop().nanos());
        if (credit == ReceiveWindow.EXCEEDED) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a circuit exceeded its window");
        }
        if (credit > 0) {
            writer.credit(0, credit);
            flushLater.run();
        }
        ExitStream stream = streams.get(frame.stream());
        if (stream != null) {
            stream.dataFromClient(frame.array(), frame.offset(), n);
        }
    }

    private void credit(int id, int bytes) throws Port17Exception {
        if (id == 0) {
            boolean shut = window() <= 0;
            if (!window.credited(bytes, core.loop().nanos())) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a circuit was granted more than its window");
            }
            if (shut && window() > 0) {
                pumpLater();
            }
            return;
        }
        ExitStream stream = streams.get(id);
        if (stream != null) {
            stream.creditFromClient(bytes);
        }
    }

    /** Once a turn: else a client with many streams and credits of one byte would keep the loop busy. */
    private void pumpLater() {
        if (!pumpDue) {
            pumpDue = true;
            core.loop().execute(() -> {
                pumpDue = false;
                turns();
            });
        }
    }

    private void turns() {
        try {
            for (int n = waiting.size() + cutShort.size(); n > 0 && window() > 0 && othersWait(); n--) {
                Iterator<ExitStream> next = (cutShort.isEmpty() ? waiting : cutShort).iterator();
                ExitStream stream = next.next();
                next.remove();
                stream.turn();
            }
        } finally {
            // A defect in one is not the others' end.
            if (window() > 0 && othersWait()) {
                pumpLater();
            }
        }
    }

    /** Whether any stream is open; resets those without traffic for too long. */
    boolean sweep(long now) {
        for (ExitStream stream : List.copyOf(streams.values())) {
            stream.sweep(now);
        }
        return !streams.isEmpty();
    }

    void removed(ExitStream stream, int id) {
        waiting.remove(stream);
        cutShort.remove(stream);
        if (streams.remove(id) != null) {
            core.counters().streams--;
        }
    }

    void forgotten(ExitStream stream) {
        waiting.remove(stream);
        cutShort.remove(stream);
        core.counters().streams--;
    }

    /**
     * It has bytes and credit, and the circuit's window is shut or it had its turn.
     *
     * @param inTurn the window shut in the middle of its turn
     */
    void awaitTurn(ExitStream stream, boolean inTurn) {
        (inTurn ? cutShort : waiting).add(stream);
        if (window() > 0) {
            pumpLater();
        }
    }

    boolean othersWait() {
        return !waiting.isEmpty() || !cutShort.isEmpty();
    }

    /** The circuit is gone: every destination sees a reset. */
    void close() {
        for (ExitStream stream : streams.values()) {
            stream.resetByClient();
        }
        streams.clear();
        waiting.clear();
        cutShort.clear();
    }

    RelayCore core() {
        return core;
    }

    BodyWriter writer() {
        return writer;
    }

    void flushLater() {
        flushLater.run();
    }

    /** Bytes that may leave now, of all streams together. */
    long window() {
        return window.room();
    }

    void spend(int bytes) {
        window.sent(bytes, core.loop().nanos());
        core.counters().exitBytes += bytes;
    }

    Lane back() {
        return back;
    }
}
