package org.port17.rehearsal;

/** How many rounds of which kind with which pauses. */
final class Program {
    /** Then another network takes its place, so that handshakes and key generation are rehearsed too. */
    static final int ROUNDS_OF_A_STAGE = 24;

    /** Circuits without links, behind each stage while its circuits step: with all stages enough for the compiler's best. */
    private static final int DRILLS = 300;

    private static final int LATER_DRILLS = 40;

    /** Streams on a circuit that stands, behind each stage: most of what a browser does is that. */
    private static final int REQUESTS = 100;

    private static final int LATER_REQUESTS = 10;

    /** Likewise at the very end: the compiler's best comes after a thousand calls. */
    private static final int LAST_REQUESTS = 1500;

    static final int DRILLS_AT_ONCE = 8;

    private static final int TINY = 200;
    private static final int BULK = 512 * 1024;
    /** Behind so many no class is loaded any more, and little is interpreted. */
    private static final int QUICK = 24;

    private static final int FIRST_SUITE = 160;
    /** What suites have in common is compiled by then. */
    private static final int LATER_SUITE = 64;

    private static final int BULK_EACH = 8;
    /** Circuits of the last rounds move between two suites so often; bulk is always in the one that is played. */
    private static final int TURN_EACH = 4;

    private static final int TURN_AT = 2;
    private static final long PAUSE_FACTOR = 3;
    private static final long SHORTEST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 200;
    private static final long NANOS = 1_000_000;
    private final int quick;
    private final int all;
    private final int drills;
    private final int requests;
    private final int lastRequests;
    private int done;

    private Program(int quick, int all, int drills, int requests, int lastRequests) {
        this.quick = quick;
        this.all = all;
        this.drills = drills;
        this.requests = requests;
        this.lastRequests = lastRequests;
    }

    /** @param node whether somebody waits for the quick part */
    static Program first(boolean node) {
        return new Program(node ? QUICK : 0, FIRST_SUITE, DRILLS, REQUESTS, LAST_REQUESTS);
    }

    static Program later() {
        return new Program(0, LATER_SUITE, LATER_DRILLS, LATER_REQUESTS, 0);
    }

    /** At most so many behind each stage. */
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

    boolean over() {
        return done >= all;
    }

    boolean quickIsOver() {
        return done >= quick;
    }

    /** Bytes of the next round's answer. */
    int next() {
        done++;
        return done % BULK_EACH == 0 ? BULK : TINY;
    }

    /** Whether the suites change places behind this round: for an even number of times until a stage is over. */
    boolean turns() {
        return done % TURN_EACH == TURN_AT;
    }

    /** How long to leave the processor to others after a round that took so long. */
    long pauseMillis(long nanos) {
        if (!quickIsOver()) {
            return 0;
        }
        return Math.max(SHORTEST_PAUSE_MILLIS, Math.min(LONGEST_PAUSE_MILLIS, PAUSE_FACTOR * nanos / NANOS));
    }
}
