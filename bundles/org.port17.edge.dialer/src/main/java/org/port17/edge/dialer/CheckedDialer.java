package org.port17.edge.dialer;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.netty.Loops;
import org.port17.netty.dial.Dialler;
import org.port17.netty.dial.Terms;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitDialer;
import org.port17.spi.dialer.ExitEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens TCP connections to destinations that {@link Targets} permits. Stopping it refuses new ones at once; open ones
 * go on for the grace time and are then reset. A changed configuration holds for new connections; one that is wrong
 * changes nothing: the old values stay.
 */
@Component(name = DialerSettings.PID, service = ExitDialer.class)
@Designate(ocd = DialerSettings.Config.class)
public final class CheckedDialer implements ExitDialer {
    private static final Logger LOG = LoggerFactory.getLogger(CheckedDialer.class);
    private volatile DialerSettings settings;
    private final Dialler dialler;

    /** @throws Port17Exception CONFIG if a value is out of its bounds */
    @Activate
    public CheckedDialer(@Reference Loops loops, DialerSettings.Config config) throws Port17Exception {
        this(DialerSettings.of(config), new Dialler(loops));
    }

    CheckedDialer(DialerSettings settings, Dialler dialler) {
        this.settings = settings;
        this.dialler = dialler;
    }

    @Override
    public ExitConnection dial(Destination destination, ExitEvents events) {
        DialerSettings now = settings;
        Terms terms = new Terms(
                address -> now.targets().permits(destination, address),
                "this exit does not connect to that kind of address or port",
                now.connectTimeout(),
                now.maxConnections(),
                now.source());
        return dialler.dial(destination, terms, events);
    }

    /** The file was edited. */
    @Modified
    void modified(DialerSettings.Config config) {
        try {
            settings = DialerSettings.of(config);
        } catch (Port17Exception e) {
            LOG.error("{}; the old values stay", e.getMessage());
        }
    }

    /** Returns at once; see the class. */
    @Deactivate
    void close() {
        dialler.close(settings.grace());
    }

    /** How many connections stand or are being made. On the loop. */
    int count() {
        return dialler.count();
    }
}
