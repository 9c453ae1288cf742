package org.port17.edge.direct;

import java.time.Duration;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.netty.Loops;
import org.port17.netty.dial.Dialler;
import org.port17.netty.dial.Terms;
import org.port17.spi.dialer.DirectDialer;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitEvents;
import org.port17.spi.rule.Action;

/** Opens TCP connections past the network that {@link DirectTargets} permits. Stopping it resets them at once. */
@Component(name = DirectSettings.PID, configurationPid = DirectSettings.PID, service = DirectDialer.class)
@Designate(ocd = DirectSettings.Config.class)
public final class DirectConnections implements DirectDialer {
    private static final String REFUSAL =
            "the name leads to no address that direct rules permit: one that is not public"
                    + " needs a direct rule for the address itself";
    private final DirectSettings settings;
    private final DirectTargets targets;
    private final Dialler dialler;

    /** @throws Port17Exception CONFIG if a value is out of its bounds */
    @Activate
    public DirectConnections(@Reference Loops loops, DirectSettings.Config config) throws Port17Exception {
        this(DirectSettings.of(config), new Dialler(loops));
    }

    DirectConnections(DirectSettings settings, Dialler dialler) {
        this.settings = settings;
        this.targets = new DirectTargets(settings.thisMachine());
        this.dialler = dialler;
    }

    @Override
    public ExitConnection dial(Destination destination, Function<Destination, Action> rules, ExitEvents events) {
        Terms terms = new Terms(
                address -> targets.permits(address, rules),
                REFUSAL,
                settings.connectTimeout(),
                settings.maxConnections());
        return dialler.dial(destination, terms, events);
    }

    @Deactivate
    void close() {
        dialler.close(Duration.ZERO);
    }
}
