package org.port17.netty.pipe;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/** The address of a port that is for this machine only. */
public final class Loopback {
    private Loopback() {}

    /**
     * Reads the key {@code host}.
     *
     * @param pid the configuration it stands in, for the message
     * @throws Port17Exception CONFIG unless it is a literal of a loopback address
     */
    public static InetAddress parse(String host, String pid) throws Port17Exception {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host.strip());
        try {
            if (literal != null && InetAddress.getByAddress(literal).isLoopbackAddress()) {
                return InetAddress.getByAddress(literal);
            }
        } catch (UnknownHostException e) {
            throw wrong(pid, e);
        }
        throw wrong(pid, null);
    }

    private static Port17Exception wrong(String pid, Throwable cause) {
        return new Port17Exception(
                ErrorKind.CONFIG,
                Retry.NEVER,
                "etc/" + pid
                        + ".cfg: host must be a loopback address such as 127.0.0.1 or ::1, or everyone could use it",
                cause);
    }
}
