package org.port17.route.kit;

/**
 * A node that a client keeps near its own end of routes.
 *
 * @param key of the node
 * @param second whether it stands second, behind an entry
 * @param since when it was chosen, seconds since 1970
 * @param until when it is given up, seconds since 1970
 */
public record Guard(long key, boolean second, long since, long until) {}
