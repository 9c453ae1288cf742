package org.port17.circuit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.port17.api.Loop;

/**
 * Notices that a circuit answers no more, by whose silence ever: a node that vanished says nothing. An exit may be silent for long
 * because a destination is slow, so every hop is asked something that it answers at once. On the loop.
 */
final class StallWatch {
    /** A stream that hears nothing for so long has the hops asked. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** Where all answer and the destination does not, they are asked again after twice as long, and so on to this. */
    private static final Duration RARE = Duration.ofSeconds(8);

    /** A hop that owes an answer has it for so long after the question, whatever else comes. */
    private static final long MOST = Duration.ofSeconds(12).toNanos();

    /** A slow line carries what it was given in that time, or the entry only says that it does. */
    private static final long SLOW = Duration.ofSeconds(5).toNanos();

    /** Who comes so late to look was itself asleep: what came meanwhile is read first. */
    private static final long LATE = Duration.ofMillis(200).toNanos();

    private final Loop loop;
    private final int last;
    private final BooleanSupplier due;
    private final LongSupplier silence;
    private final Circuit circuit;
    private Loop.Timer timer;
    private long looksAt;
    private long since;
    private long heard;
    private long answered;
    private long carried;
    private long asked;
    private boolean probed;
    private Duration patience = PATIENCE;

    /** What is watched. */
    interface Circuit {
        /** Whether something of it waits here for the line. */
        boolean waits();

        /** Whether the line is at carrying what was sent. */
        boolean slow();

        /** Asks every hop something. */
        void probe();

        /** The first hop that has something to answer, below 0 if none has. */
        int owing();

        /** The exit was heard of. */
        void whole();

        /**
         * @param hop that did not answer
         * @param since when the exit was heard of last, or the watch began
         */
        void stalled(int hop, long since);
    }

    /**
     * @param last the exit's place
     * @param due whether any stream waits for its first answer
     * @param silence nanoseconds after the question, and after the last hop that was heard of, when the circuit stalls
     */
    StallWatch(Loop loop, int last, BooleanSupplier due, LongSupplier silence, Circuit circuit) {
        this.silence = silence;
        this.loop = loop;
        this.last = last;
        this.due = due;
        this.circuit = circuit;
    }

    /** Something leaves that the exit should answer. */
    void expect() {
        if (timer == null) {
            patience = PATIENCE;
            begin();
        } else if (!probed && patience.compareTo(PATIENCE) > 0) {
            timer.cancel();
            patience = PATIENCE;
            begin(); // the streams before it are rarely looked after by now
        }
    }

    private void begin() {
        since = loop.nanos();
        heard = since;
        answered = since;
        carried = since;
        probed = false;
        look(patience);
    }

    /** A cell of that hop came. */
    void heard(int hop) {
        long now = loop.nanos();
        if (hop >= circuit.owing()) {
            heard = now; // nearer ones say nothing about the way behind them
        }
        if (hop == last) {
            if (timer != null && answered == since) {
                circuit.whole();
            }
            answered = now;
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void look(Duration in) {
        looksAt = loop.nanos() + in.toNanos();
        timer = loop.schedule(this::look, in);
    }

    private void look() {
        timer = null;
        long now = loop.nanos();
        if (!due.getAsBoolean()) {
            return;
        }
        boolean slow = circuit.slow() && now - since < SLOW;
        if (slow) {
            carried = now;
        }
        if (now - looksAt > LATE || circuit.waits() || slow) {
            heard = now;
            look(PATIENCE);
        } else if (!probed) {
            if (now - Math.max(answered, carried) >= PATIENCE.toNanos()) {
                probed = true;
                asked = now;
                circuit.probe();
            }
            look(PATIENCE);
        } else {
            int silent = circuit.owing();
            long left = Math.min(silence.getAsLong() - (now - Math.max(asked, heard)), MOST - (now - asked));
            if (silent < 0 || answered - asked > 0) {
                // All of the way is there, and the destination is slow.
                patience = patience.multipliedBy(2);
                patience = patience.compareTo(RARE) > 0 ? RARE : patience;
                begin();
            } else if (left <= 0) {
                circuit.stalled(silent, answered);
            } else {
                look(Duration.ofNanos(left));
            }
        }
    }
}
