package org.port17.cell;

import java.nio.charset.StandardCharsets;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * What a client asks an exit to connect to.
 *
 * @param trusts whether the client's user trusts this exit himself, whatever the map says of it
 */
public record ConnectFrame(Destination destination, boolean trusts) {
    static final byte TRUSTED = 1;
    private static final int HEAD = 3;

    /** @throws Port17Exception PROTOCOL if the frame is malformed, BAD_INPUT if the host or port is none */
    public static ConnectFrame of(BodyReader frame) throws Port17Exception {
        byte[] a = frame.array();
        int at = frame.offset();
        int host = frame.length() <= HEAD ? 0 : a[at + 2] & 0xff;
        boolean trusts = frame.length() == HEAD + host + 1 && host > 0 && a[at + HEAD + host] == TRUSTED;
        if (host == 0 || frame.length() != HEAD + host + (trusts ? 1 : 0)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a CONNECT frame is malformed");
        }
        int port = (a[at] & 0xff) << 8 | a[at + 1] & 0xff;
        return new ConnectFrame(
                Destination.of(new String(a, at + HEAD, host, StandardCharsets.US_ASCII), port), trusts);
    }
}
