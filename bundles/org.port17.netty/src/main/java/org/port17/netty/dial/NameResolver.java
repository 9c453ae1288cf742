package org.port17.netty.dial;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Turns a name into addresses; may block. */
@FunctionalInterface
public interface NameResolver {
    InetAddress[] resolve(String name) throws UnknownHostException;
}
