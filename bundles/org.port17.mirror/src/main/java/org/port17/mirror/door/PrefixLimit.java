package org.port17.mirror.door;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many exchanges the callers of one /24 (IPv4) or /48 (IPv6) may have at once, so that one neighbourhood of slow readers leaves room
 * for others. This machine's own are not counted. Thread-safe.
 */
final class PrefixLimit {
    private final int most;
    private final Map<ByteBuffer, Integer> inside = new HashMap<>();

    PrefixLimit(int most) {
        this.most = most;
    }

    /** @return whether the caller may come in; then he {@link #leaves} once */
    synchronized boolean enters(InetAddress caller) {
        if (caller.isLoopbackAddress()) {
            return true;
        }
        int now = inside.getOrDefault(prefix(caller), 0);
        if (now < most) {
            inside.put(prefix(caller), now + 1);
        }
        return now < most;
    }

    synchronized void leaves(InetAddress caller) {
        inside.computeIfPresent(prefix(caller), (prefix, now) -> now == 1 ? null : now - 1);
    }

    private static ByteBuffer prefix(InetAddress caller) {
        byte[] address = caller.getAddress();
        return ByteBuffer.wrap(Arrays.copyOf(address, address.length == 4 ? 3 : 6));
    }
}
