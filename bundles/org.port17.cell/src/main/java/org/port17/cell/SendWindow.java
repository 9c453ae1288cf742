package org.port17.cell;

/**
 * The sending side of one direction of a circuit: how many bytes may leave. Never more than {@link Windows#CIRCUIT} that did not
 * arrive, and little more than the path holds, so that no queue grows in front of its slowest part, be that a node, a socket or a
 * line. What the path holds is the rate at which bytes arrive times the shortest round trip seen lately: the model of BBR (Cardwell
 * et al., "BBR: congestion-based congestion control", 2016), with a bound on the delay in place of a gain, as FAST TCP has (Wei et
 * al., 2006). Both are measured by the credit that comes back for what arrived.
 *
 * <p>A receiver that returns credit seldom, for a quarter of the window at a time, still gets what it needs to return some: the bound
 * begins there and is never below twice the largest credit.
 * Times are nanoseconds of one clock.
 */
public final class SendWindow {
    /** Before anything came back; receivers may return credit for as much at a time. */
    private static final long FIRST = Windows.CIRCUIT / 4;

    private static final long LEAST = Windows.STREAM_INITIAL;
    private static final long MILLISECOND = 1_000_000;

    /** A queue of a sixteenth of the round trip and of this long is let be: it keeps the slowest part at work between credits. */
    private static final long SLACK = 10 * MILLISECOND;

    /** A round trip that was not seen for so long is measured anew, without a queue of our own in it. */
    private static final long STALE = 10_000 * MILLISECOND;

    /** Rounds without a quarter more of rate after which a path is known (BBR's rule for the end of its start). */
    private static final int FLAT = 3;

    /** Until then as many times of what arrives is let under way, so that the rate can grow as fast. */
    private static final int START = 2;

    /** Rounds that stay too long whatever is held back: the path is longer than it was, or the queue another's. */
    private static final int VAIN = 8;

    /** A round so many times as long as it should be: what was before it counts no more. */
    private static final int LONG = 4;

    /** Who sends nothing for so long begins anew. */
    private static final long REST = 1000 * MILLISECOND;

    /** Of what is under way, one entry in so many nanoseconds. */
    private static final long STEP = MILLISECOND;

    private final Departures departures = new Departures();
    private long sent;
    private long arrived;
    private long bound = FIRST;
    private long largest;
    private long shortest = Long.MAX_VALUE;
    private long shortestSeen;
    private double best;
    private double last;
    private double drained;
    private int flat;
    private int above;
    private int drains;
    private boolean reached;
    /** No round ended since it began. */
    private boolean fresh = true;
    /** The start is over: how much the path holds is known about. */
    private boolean known;

    /** The round at hand ends with credit for a byte that left after it began. */
    private long roundFrom;

    private long roundBegan;
    private long roundShortest = Long.MAX_VALUE;

    /** Bytes that may leave now; negative while the bound sinks. */
    public long room() {
        return bound - (sent - arrived);
    }

    /** That many bytes leave. */
    public void sent(int bytes, long now) {
        if (sent - arrived < LEAST && departures.rested(now)) {
            begin(now);
        }
        sent += bytes;
        departures.add(sent, arrived, now);
        reached |= room() <= 0;
    }

    /**
     * Nothing left for a while, and no more is under way than a receiver may keep credit for: the rate of before says nothing of what
     * comes. The bound stays, so that there is never more room behind what leaves than before.
     */
    private void begin(long now) {
        fresh = true;
        best = 0;
        above = 0;
        last = 0;
        flat = 0;
        drains = 0;
        reached = false;
        known = false;
        roundFrom = arrived;
        roundBegan = now;
        roundShortest = Long.MAX_VALUE;
    }

    /** That many bytes arrived. False if that is more than was sent: a protocol failure. */
    public boolean credited(int bytes, long now) {
        arrived += bytes;
        if (arrived > sent) {
            return false;
        }
        largest = Math.max(bytes, largest - largest / 64);
        departures.arrived(arrived);
        long roundTrip = Math.max(1, now - departures.time());
        roundShortest = Math.min(roundShortest, roundTrip);
        if (roundTrip - shortest <= shortest / 16) {
            shortest = Math.min(shortest, roundTrip);
            shortestSeen = now;
        }
        if (departures.before() >= roundFrom) {
            endRound(now);
        }
        return true;
    }

    private void endRound(long now) {
        long took = Math.max(1, now - roundBegan);
        double rate = (arrived - roundFrom) / (double) took;
        double lately = took > LONG * aim() ? rate : Math.max(rate, last);
        last = rate;
        if (rate > best * 1.25) {
            best = rate;
            flat = 0;
        } else {
            flat++;
        }
        known |= flat >= FLAT;
        if (drains > 0) {
            drains--;
            lately = drained;
            last = drained;
            if (drains == 0) {
                shortest = roundShortest;
                shortestSeen = now;
                best = lately;
                above = 0;
                bound(lately * aim() + largest);
            }
        } else if (!known) {
            double more = lately * aim() * START + largest;
            // The first round ends with the first credit, which says little of the rate.
            bound(fresh ? Math.max(bound, more) : more);
        } else if (now - shortestSeen > STALE || above >= VAIN) {
            drains = 2; // the bytes of the first round are under way already
            drained = lately;
            bound(lately * shortest * 7 / 8);
        } else if (roundShortest > aim() + largest / lately) {
            above++;
            bound(lately * aim() + largest);
        } else {
            above = 0;
            if (reached) {
                bound(Math.max(bound, lately * aim() + largest));
            }
        }
        fresh = false;
        reached = room() <= 0;
        roundFrom = arrived;
        roundBegan = now;
        roundShortest = Long.MAX_VALUE;
    }

    /** The longest round trip that is let be. */
    private long aim() {
        return shortest + shortest / 16 + SLACK;
    }

    private void bound(double bytes) {
        bound = Math.min(Windows.CIRCUIT, Math.max((long) bytes, Math.max(LEAST, 2 * largest)));
    }

    /** When what is under way left, in pieces: a ring that grows to some thousands of entries at most. */
    private static final class Departures {
        private static final int FIRST = 16;
        private static final int MOST = 4096;
        private static final long[] NONE = {};
        private long[] ends = NONE; // circuits that only rest are many
        private long[] befores = NONE;
        private long[] times = NONE;
        private int first;
        private int count;

        /** @param before what had arrived of the circuit when the piece that goes to {@code end} left */
        void add(long end, long before, long time) {
            int newest = at(count - 1);
            if (count > 0 && (time - times[newest] < STEP || count == MOST)) {
                ends[newest] = end;
                return;
            }
            if (count == ends.length) {
                grow();
            }
            int i = at(count++);
            ends[i] = end;
            befores[i] = before;
            times[i] = time;
        }

        /** All up to there arrived: the piece that ended it is the one at hand. */
        void arrived(long upTo) {
            while (count > 1 && ends[first] < upTo) {
                first = at(1);
                count--;
            }
        }

        long time() {
            return times[first];
        }

        long before() {
            return befores[first];
        }

        boolean rested(long now) {
            return count == 0 || now - times[at(count - 1)] > REST;
        }

        private int at(int n) {
            return first + n & ends.length - 1;
        }

        private void grow() {
            long[][] old = {ends, befores, times};
            long[][] wider = new long[3][Math.max(FIRST, 2 * ends.length)];
            for (int n = 0; n < count; n++) {
                for (int k = 0; k < 3; k++) {
                    wider[k][n] = old[k][at(n)];
                }
            }
            ends = wider[0];
            befores = wider[1];
            times = wider[2];
            first = 0;
        }
    }
}
