package org.port17.netty;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/** {@code host:port} as text. Never asks a name server. */
public final class SocketAddresses {
    private SocketAddresses() {}

    /**
     * Reads {@code 192.0.2.1:4000}, {@code [2001:db8::1]:4000} or {@code localhost:4000}. Port 0 is allowed.
     *
     * @throws Port17Exception BAD_INPUT for anything else, names included
     */
    public static InetSocketAddress parse(String text) throws Port17Exception {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || text.length() > 128) {
            throw bad(null);
        }
        return new InetSocketAddress(host(text.substring(0, colon)), port(text.substring(colon + 1)));
    }

    /** The form that {@link #parse} reads; IPv6 in brackets, without a zone. */
    public static String text(InetSocketAddress address) {
        String host = NetUtil.toAddressString(address.getAddress());
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static InetAddress host(String text) throws Port17Exception {
        String literal = text.equals("localhost") ? "127.0.0.1" : text;
        boolean bracketed = literal.startsWith("[") && literal.endsWith("]");
        String bare = bracketed ? literal.substring(1, literal.length() - 1) : literal;
        boolean fits = bracketed
                ? bare.indexOf('%') < 0 && NetUtil.isValidIpV6Address(bare)
                : NetUtil.isValidIpV4Address(bare);
        if (!fits) {
            throw bad(null);
        }
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(bare));
        } catch (UnknownHostException e) {
            throw bad(e);
        }
    }

    private static int port(String text) throws Port17Exception {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
            throw bad(null);
        }
        return Integer.parseInt(text);
    }

    private static Port17Exception bad(Exception cause) {
        return new Port17Exception(
                ErrorKind.BAD_INPUT,
                Retry.NEVER,
                "an address reads host:port, where host is an IPv4 literal, an IPv6 literal in brackets, or localhost",
                cause);
    }
}
