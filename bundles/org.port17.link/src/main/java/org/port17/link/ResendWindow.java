package org.port17.link;

import java.util.Arrays;
import org.port17.cell.Frame;

/**
 * The records of a link that the peer has not acknowledged, as plaintext, in order. Each has a number; three numbers
 * cut the row: {@code acked <= sent < end}. What lies below {@code acked} is forgotten, from there to {@code sent} is
 * under way on the present connection, from {@code sent} to {@code end} must be sent (again).
 */
final class ResendWindow {
    /** Told of each record the peer has. */
    interface Acknowledged {
        void acknowledged(Frame frame, int circuit, int kind);
    }

    private static final int FIRST = 64;
    private final int capacity;
    private final Held held;
    private Frame[] frames = new Frame[FIRST];
    private int[] circuits = new int[FIRST];
    private byte[] kinds = new byte[FIRST];
    private long acked;
    private long sent;
    private long end;
    private long bytes;

    ResendWindow(int capacity) {
        this(capacity, new Held());
    }

    /** @param held counts what is kept here too */
    ResendWindow(int capacity, Held held) {
        this.capacity = capacity;
        this.held = held;
    }

    /** Whether one more record fits; the last one may exceed the capacity by less than its own size. */
    boolean room() {
        return bytes < capacity;
    }

    /** Whether records wait to be sent again. */
    boolean pending() {
        return sent < end;
    }

    long bytes() {
        return bytes;
    }

    long acked() {
        return acked;
    }

    /** Adds a record behind all others. */
    void push(Frame frame, int circuit, int kind) {
        if (end - acked == frames.length) {
            grow();
        }
        int i = index(end++);
        frames[i] = frame;
        circuits[i] = circuit;
        kinds[i] = (byte) kind;
        count(frame.cellClass().size());
    }

    Frame frame() {
        return frames[index(sent)];
    }

    int circuit() {
        return circuits[index(sent)];
    }

    int kind() {
        return kinds[index(sent)];
    }

    /** The record at hand went to the wire. */
    void sentOne() {
        sent++;
    }

    /**
     * The peer has every record whose number's low 32 bits lie below {@code low}.
     *
     * @return false if that cannot be: the peer acknowledges what was never sent
     */
    boolean acknowledge(int low, Acknowledged told) {
        long more = Integer.toUnsignedLong(low - (int) acked);
        if (more > sent - acked) {
            return false;
        }
        release(acked + more, told);
        return true;
    }

    /**
     * A new connection: the peer has {@code count} records in all; everything behind is to be sent again.
     *
     * @return false if the count cannot be true
     */
    boolean resume(long count, Acknowledged told) {
        if (count < acked || count > end) {
            return false;
        }
        release(count, told);
        sent = acked;
        return true;
    }

    /** Turns records of circuits that fail the test into {@link Records#VOID}, which the peer counts and ignores. */
    void blank(java.util.function.IntPredicate keep) {
        for (long n = acked; n < end; n++) {
            int i = index(n);
            if (circuits[i] != 0 && !keep.test(circuits[i])) {
                Frame frame = frames[i];
                Arrays.fill(
                        frame.array(),
                        frame.offset(),
                        frame.offset() + frame.cellClass().size(),
                        (byte) 0);
                circuits[i] = 0;
                kinds[i] = Records.VOID;
            }
        }
    }

    /** Forgets everything. */
    void clear(Acknowledged told) {
        release(end, told);
    }

    private void release(long upTo, Acknowledged told) {
        while (acked < upTo) {
            int i = index(acked++);
            Frame frame = frames[i];
            frames[i] = null;
            count(-frame.cellClass().size());
            told.acknowledged(frame, circuits[i], kinds[i]);
        }
        sent = Math.max(sent, acked);
    }

    private void count(int more) {
        bytes += more;
        held.add(more);
    }

    private void grow() {
        int size = frames.length * 2;
        Frame[] newFrames = new Frame[size];
        int[] newCircuits = new int[size];
        byte[] newKinds = new byte[size];
        for (long n = acked; n < end; n++) {
            int to = (int) (n & (size - 1));
            newFrames[to] = frames[index(n)];
            newCircuits[to] = circuits[index(n)];
            newKinds[to] = kinds[index(n)];
        }
        frames = newFrames;
        circuits = newCircuits;
        kinds = newKinds;
    }

    private int index(long number) {
        return (int) (number & (frames.length - 1));
    }
}
