package org.port17.netty.dial;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * On which terms one destination is dialled.
 *
 * @param permits which addresses; asked on the loop about each address of the destination
 * @param refusal what to say if it has only others, a sentence without the destination
 * @param patience how long until the connection must stand, resolving included
 * @param most connections at a time of the same {@link Dialler}
 */
public record Terms(Predicate<InetSocketAddress> permits, String refusal, Duration patience, int most) {}
