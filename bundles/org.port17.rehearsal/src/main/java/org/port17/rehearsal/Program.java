package org.port17.rehearsal;

/** How many rounds of which kind with which pauses. */
final class Program {
    /** Then another network takes its place, so that handshakes and key generation are rehearsed too. */
    private static final int ROUNDS_OF_A_STAGE = 24;

    /** Circuits without links, behind each stage while its circuits step: with all stages some thousands at the nodes. */
    private static final int DRILLS = 300;

    private static final int LATER_DRILLS = 40;

    /** Streams on a circuit that stands, behind each stage: most of what a browser does is that. */
    private static final int REQUESTS = 100;

    private static final int LATER_REQUESTS = 10;

    /** Likewise at the very end: the compiler's best comes after thousands of calls. */
    private static final int LAST_REQUESTS = 6000;

    static final int DRILLS_AT_ONCE = 8;

    private static final int TINY = 200;
    /** Bytes of the first large answer; a later one is of twice the last one's size if that took less than {@link #LONG}, else of half. */
    private static final int BULK = 512 << 10;

    /** So many of those that what moves cells is compiled at its best. */
    private static final int MOST_BULK = 8 << 20;

    /** Ciphers of some suites are a hundred times slower until they are compiled, and hold up the loop. */
    private static final long LONG = 60_000_000;

    /** The largest ones take half of that. */
    private static final long LONG_HELD_UP = 5 * LONG;

    private static final int FIRST_SUITE = 160;
    /** What suites have in common is compiled by then. */
    private static final int LATER_SUITE = 64;

    private static final int BULK_EACH = 5;

    /** Large answers of the preferred suite behind all suites. */
    private static final int ENCORE = 48;

    /**
     * Of those: each link stands still in one of them, since connections that stood still take more bytes the next time (the system's
     * buffers grow), so that nobody waits.
     */
    private static final int ROUNDS_OF_AN_ENCORE = 6;
    /** Circuits of the last rounds move between two suites so often; bulk is always in the one that is played. */
    private static final int TURN_EACH = 4;

    private static final int TURN_AT = 2;
    private static final long PAUSE_FACTOR = 3;
    private static final long SHORTEST_PAUSE_NANOS = 5_000_000;
    private static final long LONGEST_PAUSE_NANOS = 200_000_000;
    private final int all;
    private final int ofAStage;
    private final int bulkEach;
    private final int drills;
    private final int requests;
    private final int lastRequests;
    private boolean forWhoWaits;
    private int done;
    private int bulk;

    private Program(int all, int ofAStage, int bulkEach, int bulk, int drills, int requests, int lastRequests) {
        this.all = all;
        this.ofAStage = ofAStage;
        this.bulkEach = bulkEach;
        this.bulk = bulk;
        this.drills = drills;
        this.requests = requests;
        this.lastRequests = lastRequests;
    }

    static Program first() {
        return new Program(FIRST_SUITE, ROUNDS_OF_A_STAGE, BULK_EACH, BULK, DRILLS, REQUESTS, LAST_REQUESTS);
    }

    static Program later() {
        return new Program(LATER_SUITE, ROUNDS_OF_A_STAGE, BULK_EACH, BULK, LATER_DRILLS, LATER_REQUESTS, 0);
    }

    /** The first suite once more, when code that all share is compiled for all of them: large answers alone. */
    static Program encore() {
        Program encore = new Program(ENCORE, ROUNDS_OF_AN_ENCORE, 1, BULK, 0, LATER_REQUESTS, 0);
        encore.forWhoWaits = true;
        return encore;
    }

    /** Rounds of a stage. */
    int ofAStage() {
        return ofAStage;
    }

    /** At most so many behind each stage, while its circuits step; none where they need not. */
    int drills() {
        return drills;
    }

    /** At most so many behind each stage. */
    int requests() {
        return requests;
    }

    /** Behind all stages. */
    int lastRequests() {
        return lastRequests;
    }

    /** Whether it is played only as long as somebody waits for it: beside traffic it does more harm than good. */
    boolean forWhoWaits() {
        return forWhoWaits;
    }

    boolean over() {
        return done >= all;
    }

    /** Bytes of the next round's answer. */
    int next() {
        done++;
        return isBulk() ? bulk : TINY;
    }

    /** Whether a link stands still now and then meanwhile. */
    boolean heldUp() {
        return isBulk() && done / bulkEach % 2 == 0;
    }

    /** Which one. */
    int heldUpLink() {
        return done / bulkEach / 2;
    }

    private boolean isBulk() {
        return done % bulkEach == 0;
    }

    /** How long, in nanoseconds, the last round took. */
    void took(long nanos) {
        if (!isBulk()) {
            return;
        }
        if (nanos >= (heldUp() ? LONG_HELD_UP : LONG)) {
            bulk = Math.max(TINY, bulk / 2);
        } else if (!heldUp()) {
            bulk = Math.min(MOST_BULK, 2 * bulk);
        }
    }

    /** Whether the suites change places behind this round: for an even number of times until a stage is over. */
    boolean turns() {
        return done % TURN_EACH == TURN_AT;
    }

    /** How long to leave the processor to others after a round that took so long. */
    long pauseNanos(long nanos) {
        return Math.max(SHORTEST_PAUSE_NANOS, Math.min(LONGEST_PAUSE_NANOS, PAUSE_FACTOR * nanos));
    }
}
