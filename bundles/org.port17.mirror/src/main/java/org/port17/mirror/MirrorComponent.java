package org.port17.mirror;

import java.util.Hashtable;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.MapMirror;
import org.port17.netmap.NetMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Mirror} where {@code org.port17.mirror} is configured. {@link MapMirror} is registered once the port is open. Where
 * something is wrong one log line says what to do, and nothing is handed out until the configuration changes.
 */
@Component(
        name = "org.port17.mirror",
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MirrorConfig.class)
// Registered by hand once the port is open, so a resolver has to be told that it comes from here.
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.port17.netmap.MapMirror\"")
public final class MirrorComponent {
    private static final Logger LOG = LoggerFactory.getLogger(MirrorComponent.class);
    private static final int MAX_PORT = 65_535;
    private final AtomicReference<Mirror> running = new AtomicReference<>();
    private ServiceRegistration<MapMirror> registration;

    @Activate
    public MirrorComponent(MirrorConfig config, @Reference NetMap map, BundleContext context) {
        try {
            Mirror mirror = Mirror.open(host(config), port(config), map);
            running.set(mirror);
            registration = context.registerService(MapMirror.class, mirror, new Hashtable<>());
            LOG.info("the map is handed out at port {}", mirror.port());
        } catch (Port17Exception e) {
            LOG.error("etc/org.port17.mirror.cfg: {}. No map is handed out until that is corrected.", e.getMessage());
        }
    }

    private static String host(MirrorConfig config) {
        return config.host().strip();
    }

    /** A value of the wrong type fails when it is read. */
    private static int port(MirrorConfig config) throws Port17Exception {
        int port;
        try {
            port = config.port();
        } catch (RuntimeException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, "port must be a whole number", e);
        }
        if (port < 0 || port > MAX_PORT) {
            throw new Port17Exception(ErrorKind.CONFIG, "port must lie between 0 and 65535");
        }
        return port;
    }

    /** The port is free again when this returns. */
    @Deactivate
    public void stop() {
        if (registration != null) {
            registration.unregister();
        }
        Mirror mirror = running.getAndSet(null);
        if (mirror != null) {
            mirror.close();
        }
    }
}
