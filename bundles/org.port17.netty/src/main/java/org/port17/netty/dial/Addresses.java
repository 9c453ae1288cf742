package org.port17.netty.dial;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.port17.spi.place.AddressRanges;

/**
 * Which addresses belong to the public Internet, and which to this machine. Everything that is not plainly public is not.
 */
public final class Addresses {
    private Addresses() {}

    /** Whether anyone may reach {@code address} from here as from anywhere else. */
    public static boolean isPublic(InetAddress address) {
        return AddressRanges.isPublic(address);
    }

    /** Whether {@code address} leads back to this machine. */
    public static boolean isThisMachine(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // Without knowing better, treat it as ours: refusing is safe.
            return true;
        }
    }

    /** The address that {@code host} spells, or null if it is a name. */
    public static InetAddress literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            if (bytes != null) {
                // Unlike getByAddress(bytes), this keeps an IPv4-mapped address what it is.
                return bytes.length == 4 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, -1);
            }
            // The JDK knows more spellings (64:ff9b::192.0.2.1) and never asks DNS about a text with a colon.
            return host.indexOf(':') < 0 ? null : InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
