package org.port17.ratchet;

/**
 * How long a ratchet's epoch has been at work, in seconds of traffic: seconds of the clock in which at least one message
 * passed. Time without traffic does not count, since nothing is protected in it. One thread.
 */
public final class EpochAge {
    /** When the initiator offers the next epoch. */
    public static final int OFFER = 40;

    /** No epoch is older: whoever finds one ends the link or circuit. */
    public static final int LAST = 60;

    /** After so many messages of one direction the initiator offers the next epoch too: three quarters of a chain. */
    public static final int MESSAGES = org.port17.spi.suite.Chain.LIMIT / 4 * 3;

    private final DoubleRatchet ratchet;
    private int epoch;
    private int seconds;

    public EpochAge(DoubleRatchet ratchet) {
        this.ratchet = ratchet;
    }

    /** A second with traffic began; see {@link TrafficClock}. */
    public void second() {
        if (ratchet.oldestEpoch() != epoch) {
            epoch = ratchet.oldestEpoch();
            seconds = 0;
        }
        seconds++;
    }

    /** Whether the initiator should offer a step. */
    public boolean offerDue() {
        return seconds() >= OFFER || ratchet.messages() >= MESSAGES;
    }

    /** Whether the epoch is older than any may be. */
    public boolean over() {
        return seconds() > LAST;
    }

    /** Of the present epoch, which may have begun within the second counted last. */
    private int seconds() {
        return ratchet.oldestEpoch() == epoch ? seconds : 0;
    }
}
