package org.port17.link;

import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.EpochAge;
import org.port17.ratchet.TrafficClock;

/**
 * Takes the ratchet of one connection from epoch to epoch, and from suite to suite. What it has to say leaves ahead of
 * everything that waits, and nothing waits for the answer. On the loop.
 */
abstract class Steps {
    /** What fits into the cell of one record, behind its length. */
    static final int MOST = CellClass.SMALL.size() - 2;

    /** More SUITES between two answers are a protocol error. */
    static final int NOTICES = 8;

    /** Time for the peer to take a link to a suite that both ends and the map permit. */
    private static final long PATIENCE = 10_000_000_000L;

    private final LinkContext context;
    private final Wire wire;
    private final Outbox outbox;
    private final DoubleRatchet ratchet;
    private final EpochAge age;
    private final TrafficClock clock = new TrafficClock();
    private boolean stepping = true;
    private boolean stranded;
    private long strandedSince;

    Steps(LinkSession link, Wire wire) {
        this.context = link.context();
        this.outbox = link.outbox();
        this.wire = wire;
        this.ratchet = wire.ratchet();
        this.age = new EpochAge(ratchet);
    }

    LinkContext context() {
        return context;
    }

    Wire wire() {
        return wire;
    }

    DoubleRatchet ratchet() {
        return ratchet;
    }

    /** Whether this end should offer the next epoch by now. */
    boolean offerDue() {
        return age.offerDue();
    }

    /** Bytes passed, in either direction. */
    void traffic(long nanos) {
        if (clock.newSecond(nanos)) {
            age.second();
            if (age.over()) {
                wire.fail(new Port17Exception(ErrorKind.CLOSED, Retry.NOW, "the connection did not step in time"));
            }
        }
    }

    /** Plugins or the map changed. */
    abstract void suitesChanged();

    /** Says what is due and can leave now; to be called whenever bytes came or may leave. */
    void speak() {
        if (wire.isEnded()) {
            return;
        }
        notice();
        say();
    }

    /** Looks whether a step is over; at once when it is, for what follows in the same read may end the connection. */
    void notice() {
        if (stepping && !ratchet.pending()) {
            stepping = false;
            stepped();
            context.links().changed();
        }
    }

    abstract void say();

    /** Both directions are in the new epoch. */
    abstract void stepped();

    /** A new epoch is prepared. */
    void begun() {
        stepping = true;
    }

    /** Sends one record of a step; only while the wire is writable. */
    void send(int kind, byte[] message) {
        outbox.step(kind, message);
    }

    /** An OFFER, ANSWER or SUITES came. */
    void record(int kind, Frame frame) throws Port17Exception {
        int at = frame.offset();
        int length = (frame.array()[at] & 0xff) << 8 | frame.array()[at + 1] & 0xff;
        if (length > MOST) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a step's message is longer than its cell");
        }
        byte[] message = Arrays.copyOfRange(frame.array(), at + 2, at + 2 + length);
        try {
            switch (kind) {
                case Records.OFFER -> offered(message);
                case Records.ANSWER -> answered(message);
                default -> told(message);
            }
        } catch (Port17Exception e) {
            if (e.kind() == ErrorKind.TAMPERED || e.kind() == ErrorKind.BAD_INPUT) {
                // The record was authentic, so the peer itself is wrong and would be again on another connection.
                throw new Port17Exception(ErrorKind.PROTOCOL, Retry.ELSEWHERE, e.getMessage(), e);
            }
            throw e;
        }
    }

    void offered(byte[] offer) throws Port17Exception {
        throw wrongEnd();
    }

    void answered(byte[] answer) throws Port17Exception {
        throw wrongEnd();
    }

    void told(byte[] notice) throws Port17Exception {
        throw wrongEnd();
    }

    private static Port17Exception wrongEnd() {
        return new Port17Exception(ErrorKind.PROTOCOL, "a step's record from the wrong end");
    }

    /** Whether this end finds no suite to run under at this moment. */
    abstract boolean isStranded();

    /** Whether there was time enough to find one. To be asked now and then. */
    boolean strandedTooLong() {
        if (!isStranded()) {
            stranded = false;
            return false;
        }
        if (!stranded) {
            stranded = true;
            strandedSince = context.loop().nanos();
        }
        return context.loop().nanos() - strandedSince >= PATIENCE;
    }
}
