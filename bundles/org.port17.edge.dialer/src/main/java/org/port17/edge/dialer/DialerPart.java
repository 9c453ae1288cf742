package org.port17.edge.dialer;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.netty.Loops;
import org.port17.netty.dial.Dialler;
import org.port17.netty.dial.Terms;
import org.port17.rehearsal.ExitPart;
import org.port17.spi.dialer.ExitDialer;

/** Plays the way out of a rehearsal: connections of the real kind, to the one address it is given and no other. */
@Component(name = "org.port17.edge.dialer.rehearsal", service = ExitPart.class)
public final class DialerPart implements ExitPart {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST = 256;
    private final Dialler dialler;

    @Activate
    public DialerPart(@Reference Loops loops) {
        this.dialler = new Dialler(loops);
    }

    @Override
    public ExitDialer dialer(InetSocketAddress only) throws Port17Exception {
        Destination there = Destination.of(only.getAddress().getHostAddress(), only.getPort());
        Terms terms = new Terms(only::equals, "a rehearsal goes nowhere else", PATIENCE, MOST);
        return (asked, events) -> dialler.dial(there, terms, events);
    }

    @Deactivate
    void close() {
        dialler.close(Duration.ZERO);
    }
}
