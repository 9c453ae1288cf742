package org.port17.netty.dial;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * On which terms one destination is dialled.
 *
 * @param permits which addresses; asked on the loop about each address of the destination
 * @param refusal what to say if it has only others, a sentence without the destination
 * @param patience how long until the connection must stand, resolving included
 * @param most connections at a time of the same {@link Dialler}
 * @param source address of this machine that connections of its IP version leave from; empty: the system chooses
 */
public record Terms(
        Predicate<InetSocketAddress> permits,
        String refusal,
        Duration patience,
        int most,
        Optional<InetAddress> source) {
    /** The system chooses where connections leave from. */
    public Terms(Predicate<InetSocketAddress> permits, String refusal, Duration patience, int most) {
        this(permits, refusal, patience, most, Optional.empty());
    }
}
