package org.port17.edge.dialer;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Turns a name into addresses; may block. */
@FunctionalInterface
interface NameResolver {
    InetAddress[] resolve(String name) throws UnknownHostException;
}
