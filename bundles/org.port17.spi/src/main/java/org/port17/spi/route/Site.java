package org.port17.spi.route;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * In whose networks a node stands: what it shares with others whom the same people may run or watch. Immutable.
 *
 * <p>Guarantee: nodes that share anything at all {@link #meets meet}. What is unknown of a node is never taken to differ from
 * everything: an address of unknown system still has its network, and all that have no address at all share one.
 */
public final class Site {
    private static final int KIND = 56;
    private static final long NETWORK = 1L << KIND;
    private static final long SYSTEM = 2L << KIND;
    private static final long HOSTER = 3L << KIND;
    private final List<Net> nets;
    private final long[] ties;

    /**
     * One of its addresses, or what the node says of itself.
     *
     * @param network the address's /24 (IPv4) or /48 (IPv6) as a number, {@link #NOWHERE} for what is no address; 0 for none
     * @param as autonomous system, 0 if unknown
     * @param organisation who runs that system, see {@link org.port17.spi.place.Place#organisation}; 0 if unknown
     */
    public record Net(long network, long as, int organisation) {
        /** The network of all that stand nobody knows where. */
        public static final long NOWHERE = 1L << 55;

        public boolean isIpv6() {
            return network >>> 48 == 2;
        }
    }

    Site(List<Net> nets) {
        this.nets = List.copyOf(nets);
        this.ties = this.nets.stream()
                .flatMapToLong(net -> LongStream.of(
                        net.network() == 0 ? 0 : NETWORK | net.network(),
                        net.as() == 0 ? 0 : SYSTEM | net.as(),
                        net.organisation() == 0 ? 0 : HOSTER | Integer.toUnsignedLong(net.organisation())))
                .filter(tie -> tie != 0)
                .sorted()
                .distinct()
                .toArray();
    }

    /** Each of its networks once. */
    public List<Net> nets() {
        return nets;
    }

    /** Whether both stand in one network, autonomous system or hoster, by any address of either. Allocates nothing. */
    public boolean meets(Site other) {
        int i = 0;
        int j = 0;
        while (i < ties.length && j < other.ties.length) {
            if (ties[i] == other.ties[j]) {
                return true;
            }
            if (ties[i] < other.ties[j]) {
                i++;
            } else {
                j++;
            }
        }
        return false;
    }

    /** The widest thing known: nodes of one widest meet. */
    long widest() {
        return ties[ties.length - 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Site that && Arrays.equals(ties, that.ties);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ties);
    }

    /** Shows no address. */
    @Override
    public String toString() {
        return "site of " + nets.size() + " networks";
    }
}
