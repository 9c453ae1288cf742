package org.port17.edge.dialer;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netty.dial.Addresses;

/**
 * One entry of {@code allow} or {@code deny}.
 *
 * @param host lower-case name, or literal in its canonical form
 */
record HostPort(String host, int port) {
    /** Reads {@code host:port}, {@code 192.0.2.1:port} or {@code [2001:db8::1]:port}. */
    static HostPort parse(String text) throws Port17Exception {
        int colon = text.lastIndexOf(':');
        try {
            Destination parsed = Destination.of(
                    text.substring(0, Math.max(0, colon)).strip(),
                    Integer.parseInt(text.substring(colon + 1).strip()));
            return new HostPort(canonical(parsed.host()), parsed.port());
        } catch (NumberFormatException | Port17Exception e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG,
                    Retry.NEVER,
                    "etc/" + DialerSettings.PID + ".cfg: allow and deny hold host:port entries",
                    e);
        }
    }

    static Set<HostPort> parseAll(String[] entries) throws Port17Exception {
        Set<HostPort> all = new HashSet<>();
        for (String entry : entries) {
            // FileInstall hands a comma-separated line over as one string.
            for (String part : entry.split(",")) {
                if (!part.isBlank()) {
                    all.add(parse(part.strip()));
                }
            }
        }
        return Set.copyOf(all);
    }

    static HostPort of(Destination destination) {
        return new HostPort(canonical(destination.host()), destination.port());
    }

    static HostPort of(InetAddress address, int port) {
        return new HostPort(NetUtil.toAddressString(address), port);
    }

    private static String canonical(String host) {
        InetAddress literal = Addresses.literal(host);
        return literal == null ? host : NetUtil.toAddressString(literal);
    }
}
