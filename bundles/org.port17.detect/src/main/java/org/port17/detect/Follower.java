package org.port17.detect;

/** Checks one protocol's client side, byte by byte, for as long as the connection lasts. Constant memory and work. */
interface Follower {
    /** @return false if these bytes do not fit; from then on always */
    boolean follows(byte[] data, int offset, int length);

    /** Passes bytes that need not be looked at. @return how many of the next {@code most} these are */
    default int skip(int most) {
        return 0;
    }

    /** How many of the last bytes may not leave before more is known: they could still turn out not to fit. */
    default int held() {
        return 0;
    }

    /** Whether enough was seen to be sure of the protocol. Never true if {@link #follows} was ever false. */
    boolean certain();
}
