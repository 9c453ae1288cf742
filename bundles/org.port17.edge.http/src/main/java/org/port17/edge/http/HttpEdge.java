package org.port17.edge.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Port17Exception;
import org.port17.api.Tunnels;
import org.port17.api.view.Inspection;
import org.port17.api.view.StatusView;
import org.port17.netty.Loops;
import org.port17.netty.pipe.ApplicationPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP proxy port of this client. It opens soon after the component was made and is free again, every connection
 * reset, when it has been deactivated. A changed configuration that is wrong changes nothing: the old values stay.
 */
@Component(name = HttpSettings.PID, service = Inspection.class, immediate = true)
@Designate(ocd = HttpSettings.Config.class)
public final class HttpEdge implements Inspection {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);
    private final Loops loops;
    private final Tunnels tunnels;
    private volatile HttpSettings settings;
    private volatile ApplicationPort port;

    /** @throws Port17Exception CONFIG if a value is out of its bounds */
    @Activate
    public HttpEdge(@Reference Loops loops, @Reference Tunnels tunnels, HttpSettings.Config config)
            throws Port17Exception {
        this(loops, tunnels, HttpSettings.of(config));
    }

    HttpEdge(Loops loops, Tunnels tunnels, HttpSettings settings) {
        this.loops = loops;
        this.tunnels = tunnels;
        open(settings);
    }

    private void open(HttpSettings wanted) {
        settings = wanted;
        port = new ApplicationPort(
                loops,
                new ApplicationPort.Purpose("HTTP proxy", HttpSettings.PID),
                wanted.listen(),
                wanted.maxConnections(),
                () -> new HttpPipeline(tunnels, wanted.strict(), wanted.handshakeSeconds()));
        port.open();
    }

    /** The file was edited. */
    @Modified
    void modified(HttpSettings.Config config) {
        try {
            HttpSettings wanted = HttpSettings.of(config);
            if (!wanted.equals(settings)) {
                close();
                open(wanted);
            }
        } catch (Port17Exception e) {
            LOG.error("{}; the old values stay", e.getMessage());
        }
    }

    /** Where the port listens, once it does. */
    CompletionStage<InetSocketAddress> bound() {
        return port.bound();
    }

    @Override
    public CompletionStage<List<StatusView>> status() {
        return CompletableFuture.completedFuture(List.of(port.status("http")));
    }

    @Deactivate
    void close() {
        port.close();
    }
}
