package org.port17.netty.dial;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netty.Loops;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitEvents;

/**
 * Opens connections and knows which are open. Closing it refuses new ones at once; open ones go on for a grace time and are
 * then reset.
 */
public final class Dialler {
    private final Loops loops;
    private final Resolution resolution;
    private final Set<DialledConnection> open = new HashSet<>();
    private boolean stopped;

    /** Names are resolved as the JDK does. */
    public Dialler(Loops loops) {
        this(loops, InetAddress::getAllByName);
    }

    public Dialler(Loops loops, NameResolver resolver) {
        this.loops = loops;
        this.resolution = new Resolution(loops.loop(), resolver);
    }

    /** On the loop. Never throws; failures come as {@link ExitEvents#failed}, never from inside this call. */
    public ExitConnection dial(Destination destination, Terms terms, ExitEvents events) {
        Attempt attempt = new Attempt(events);
        open.add(attempt.connection);
        if (stopped) {
            refuse(attempt, new Port17Exception(ErrorKind.CLOSED, Retry.ELSEWHERE, "the dialler is being stopped"));
        } else if (open.size() > terms.most()) {
            refuse(
                    attempt,
                    new Port17Exception(ErrorKind.OVERLOADED, Retry.ELSEWHERE, "too many connections are open"));
        } else {
            attempt.dialling = new Dialling(loops, terms, destination, attempt.connection);
            resolution.resolve(destination.host(), attempt.dialling::found, attempt.dialling::fail);
        }
        return attempt.connection;
    }

    /** Returns at once; see the class. From any thread. */
    public void close(Duration grace) {
        loops.loop().execute(() -> {
            stopped = true;
            loops.loop().schedule(this::resetAll, grace);
        });
        resolution.close();
    }

    /** How many connections stand or are being made. On the loop. */
    public int count() {
        return open.size();
    }

    private void refuse(Attempt attempt, Port17Exception reason) {
        loops.loop().execute(() -> attempt.connection.fail(reason));
    }

    private void resetAll() {
        Port17Exception reason = new Port17Exception(ErrorKind.CLOSED, Retry.ELSEWHERE, "the dialler was stopped");
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
