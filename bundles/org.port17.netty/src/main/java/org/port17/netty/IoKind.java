package org.port17.netty;

import java.util.Arrays;
import java.util.Locale;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** Which system interface moves the bytes. */
public enum IoKind {
    /** epoll where its native library loads, else NIO. */
    AUTO,
    EPOLL,
    NIO;

    static IoKind parse(String text) throws Port17Exception {
        return Arrays.stream(values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new Port17Exception(
                        ErrorKind.CONFIG, "etc/org.port17.netty.cfg: io must be auto, epoll or nio"));
    }
}
