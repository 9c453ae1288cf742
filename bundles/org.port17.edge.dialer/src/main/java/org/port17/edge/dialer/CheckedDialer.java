package org.port17.edge.dialer;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netty.Loops;
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
    private final Loops loops;
    private volatile DialerSettings settings;
    private final Resolution resolution;
    private final Set<DialledConnection> open = new HashSet<>();
    private boolean stopped;

    /** @throws Port17Exception CONFIG if a value is out of its bounds */
    @Activate
    public CheckedDialer(@Reference Loops loops, DialerSettings.Config config) throws Port17Exception {
        this(loops, DialerSettings.of(config), InetAddress::getAllByName);
    }

    CheckedDialer(Loops loops, DialerSettings settings, NameResolver resolver) {
        this.loops = loops;
        this.settings = settings;
        this.resolution = new Resolution(loops.loop(), resolver);
    }

    @Override
    public ExitConnection dial(Destination destination, ExitEvents events) {
        Attempt attempt = new Attempt(events);
        open.add(attempt.connection);
        if (stopped) {
            refuse(attempt, new Port17Exception(ErrorKind.CLOSED, Retry.ELSEWHERE, "this exit is being stopped"));
        } else if (open.size() > settings.maxConnections()) {
            refuse(
                    attempt,
                    new Port17Exception(ErrorKind.OVERLOADED, Retry.ELSEWHERE, "this exit has too many connections"));
        } else {
            attempt.dialling = new Dialling(loops, settings, destination, attempt.connection);
            resolution.resolve(destination.host(), attempt.dialling::found, attempt.dialling::fail);
        }
        return attempt.connection;
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
        loops.loop().execute(() -> {
            stopped = true;
            loops.loop().schedule(this::resetAll, settings.grace());
        });
        resolution.close();
    }

    /** How many connections stand or are being made. On the loop. */
    int count() {
        return open.size();
    }

    private void refuse(Attempt attempt, Port17Exception reason) {
        loops.loop().execute(() -> attempt.connection.fail(reason));
    }

    private void resetAll() {
        Port17Exception reason = new Port17Exception(ErrorKind.CLOSED, Retry.ELSEWHERE, "this exit was stopped");
        List.copyOf(open).forEach(connection -> connection.fail(reason));
    }

    /** Ties a connection to what is still being tried for it. */
    private final class Attempt {
        private final DialledConnection connection;
        private Dialling dialling;

        Attempt(ExitEvents events) {
            connection = new DialledConnection(loops.allocator(), events, this::gone);
        }

        private void gone() {
            open.remove(connection);
            if (dialling != null) {
                dialling.abandon();
            }
        }
    }
}
