package org.port17.circuit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.FrameType;
import org.port17.cell.ReceiveWindow;
import org.port17.cell.SendWindow;

/**
 * The streams of one circuit by number, those that wait for its first ratchet step, and the window they share. On the
 * loop.
 */
final class CircuitStreams {
    private final Map<Integer, ClientStream> open = new HashMap<>();
    private final Set<ClientStream> held = new LinkedHashSet<>();
    private final IntConsumer grant;
    private int last;
    private int turn;
    private final SendWindow window = new SendWindow();
    private final LongSupplier nanos;
    private final ReceiveWindow inbound = new ReceiveWindow();

    /**
     * @param grant tells the exit by how many bytes the circuit's window grows again
     * @param nanos the loop's clock
     */
    CircuitStreams(IntConsumer grant, LongSupplier nanos) {
        this.grant = grant;
        this.nanos = nanos;
    }

    int size() {
        return open.size();
    }

    boolean isEmpty() {
        return open.isEmpty() && held.isEmpty();
    }

    /** Whether there is a number left. */
    boolean mayAdd() {
        return last < Integer.MAX_VALUE;
    }

    /** The number a new stream has. */
    int add(ClientStream stream) {
        open.put(++last, stream);
        return last;
    }

    /** A stream waits for {@link #settled}. */
    void hold(ClientStream stream) {
        held.add(stream);
    }

    boolean anyHeld() {
        return !held.isEmpty();
    }

    /** Streams that waited begin. */
    void settled() {
        List<ClientStream> waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(ClientStream::settled);
    }

    /** @return whether the stream was one of these */
    boolean remove(ClientStream stream, int number) {
        boolean waited = held.remove(stream);
        return open.remove(number) != null || waited;
    }

    /** Bytes that may leave now, of all streams together. */
    long window() {
        return window.room();
    }

    void spend(int bytes) {
        window.sent(bytes, nanos.getAsLong());
    }

    /** A frame of the exit's: for one stream, or credit for all of them. */
    void frame(BodyReader frame) throws Port17Exception {
        int number = frame.stream();
        if (frame.type() == FrameType.CREDIT && number == 0) {
            granted(frame.credit());
            return;
        }
        if (frame.type() == FrameType.DATA) {
            arrived(frame.length());
        }
        ClientStream stream = open.get(number);
        if (stream != null) {
            stream.frame(frame);
        } else if (number <= 0 || number > last) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a frame for a stream that never was");
        }
    }

    private void granted(int bytes) throws Port17Exception {
        boolean shut = window() <= 0;
        if (!window.credited(bytes, nanos.getAsLong())) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a circuit was granted more than its window");
        }
        if (shut && window() > 0) {
            room();
        }
    }

    private void room() {
        List<ClientStream> inTurn = new ArrayList<>(open.values());
        // Another one begins each time: the first may take all that was granted.
        Collections.rotate(inTurn, turn++);
        inTurn.forEach(ClientStream::room);
    }

    private void arrived(int bytes) throws Port17Exception {
        int credit = inbound.arrived(bytes, nanos.getAsLong());
        if (bytes == 0 || credit == ReceiveWindow.EXCEEDED) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a circuit exceeded its window");
        }
        if (credit > 0) {
            grant.accept(credit);
        }
    }

    /** Whether any stream waits for its first answer. */
    boolean anyUnanswered() {
        return !held.isEmpty() || open.values().stream().anyMatch(stream -> !stream.answered());
    }

    /**
     * The circuit answers no more. Those that wait for their first answer leave it, and fail if they cannot begin anew.
     *
     * @return those that go on elsewhere
     */
    List<ClientStream> leaveUnanswered() {
        Set<ClientStream> leaving = new LinkedHashSet<>(held);
        open.values().stream().filter(stream -> !stream.answered()).forEach(leaving::add);
        open.values().removeIf(leaving::contains);
        held.clear();
        List<ClientStream> going = new ArrayList<>();
        for (ClientStream stream : leaving) {
            if (stream.forsake()) {
                going.add(stream);
            } else {
                stream.broken(new Port17Exception(ErrorKind.TIMEOUT, "the route answers no more"));
            }
        }
        return going;
    }

    /** Resets streams without traffic for too long. */
    void sweep(long now, CircuitLimits limits) {
        List.copyOf(open.values()).forEach(stream -> stream.sweep(now, limits.streamIdle()));
    }

    /**
     * The circuit is over. Streams that do not go on elsewhere fail.
     *
     * @return those that do
     */
    List<ClientStream> leave(Predicate<ClientStream> goesOn, Predicate<ClientStream> heldGoesOn, ErrorKind failure) {
        List<ClientStream> going = new ArrayList<>();
        List<ClientStream> lost = new ArrayList<>();
        open.values().forEach(stream -> (goesOn.test(stream) ? going : lost).add(stream));
        held.forEach(stream -> (heldGoesOn.test(stream) ? going : lost).add(stream));
        open.clear();
        held.clear();
        lost.forEach(stream -> stream.broken(new Port17Exception(failure, "the circuit broke")));
        return going;
    }
}
