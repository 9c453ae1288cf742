package org.port17.delay;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.port17.api.Destination;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitDialer;
import org.port17.spi.dialer.ExitEvents;
import org.port17.spi.place.Places;

/**
 * Stands before the exit's own dialler, which judges every target as always, and delays what passes. Destinations without a
 * place, which all real ones are in a demo's places file, are not delayed.
 */
@Component(
        name = DelayTransport.PID + ".dialer",
        configurationPid = DelayTransport.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = ExitDialer.class,
        property = {"service.ranking:Integer=100", "delayed=true"})
public final class DelayDialer implements ExitDialer {
    private final ExitDialer dialer;
    private final Distances distances;
    private final Loop loop;

    /** @throws Port17Exception CONFIG if a value is out of its bounds */
    @Activate
    public DelayDialer(
            @Reference(target = "(!(delayed=true))") ExitDialer dialer,
            @Reference Places places,
            @Reference Loop loop,
            DelayConfig config)
            throws Port17Exception {
        this.dialer = dialer;
        this.distances = Distances.of(config, places);
        this.loop = loop;
    }

    @Override
    public ExitConnection dial(Destination destination, ExitEvents events) {
        DelayedExit exit = new DelayedExit(loop, distances, events);
        exit.dial(dialer, destination);
        return exit;
    }
}
