package org.port17.rehearsal;

import java.net.InetSocketAddress;
import org.port17.api.Port17Exception;
import org.port17.spi.dialer.ExitDialer;

/** Service: plays the way out of the made-up network with the classes that dial real destinations. */
public interface ExitPart {
    /** Whatever it is asked for, it opens {@code only}. It must not be seen in any counter, view or log. */
    ExitDialer dialer(InetSocketAddress only) throws Port17Exception;
}
