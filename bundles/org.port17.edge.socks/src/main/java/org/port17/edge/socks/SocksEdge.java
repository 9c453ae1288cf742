package org.port17.edge.socks;

import java.net.InetSocketAddress;
import java.util.ArrayList;
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
 * The SOCKS5 ports of this client. They open soon after the component was made and are free again, every connection
 * reset, when it has been deactivated. A changed configuration that is wrong changes nothing: the old values stay.
 */
@Component(name = SocksSettings.PID, service = Inspection.class, immediate = true)
@Designate(ocd = SocksSettings.Config.class)
public final class SocksEdge implements Inspection {
    private static final Logger LOG = LoggerFactory.getLogger(SocksEdge.class);
    private final Loops loops;
    private final Tunnels tunnels;
    private volatile SocksSettings settings;
    private volatile List<ApplicationPort> ports;

    /** @throws Port17Exception CONFIG if a value is out of its bounds */
    @Activate
    public SocksEdge(@Reference Loops loops, @Reference Tunnels tunnels, SocksSettings.Config config)
            throws Port17Exception {
        this(loops, tunnels, SocksSettings.of(config));
    }

    SocksEdge(Loops loops, Tunnels tunnels, SocksSettings settings) {
        this.loops = loops;
        this.tunnels = tunnels;
        open(settings);
    }

    private void open(SocksSettings wanted) {
        List<ApplicationPort> fresh = new ArrayList<>();
        fresh.add(port(wanted, wanted.ordinary(), wanted.strict()));
        if (wanted.strictPort() >= 0) {
            InetSocketAddress second = new InetSocketAddress(wanted.address(), wanted.strictPort());
            fresh.add(port(wanted, second, true));
        }
        settings = wanted;
        ports = List.copyOf(fresh);
        fresh.forEach(ApplicationPort::open);
    }

    /** The file was edited. */
    @Modified
    void modified(SocksSettings.Config config) {
        try {
            SocksSettings wanted = SocksSettings.of(config);
            if (!wanted.equals(settings)) {
                close();
                open(wanted);
            }
        } catch (Port17Exception e) {
            LOG.error("{}; the old values stay", e.getMessage());
        }
    }

    private ApplicationPort port(SocksSettings wanted, InetSocketAddress at, boolean strict) {
        return new ApplicationPort(
                loops,
                new ApplicationPort.Purpose(strict ? "SOCKS5 (strict)" : "SOCKS5", SocksSettings.PID),
                at,
                wanted.maxConnections(),
                () -> new SocksPipeline(tunnels, strict, wanted.handshakeSeconds()));
    }

    /** Where the ordinary port listens, once it does. */
    CompletionStage<InetSocketAddress> bound() {
        return ports.get(0).bound();
    }

    /** Where the strict port listens, once it does. */
    CompletionStage<InetSocketAddress> strictBound() {
        return ports.get(ports.size() - 1).bound();
    }

    @Override
    public CompletionStage<List<StatusView>> status() {
        return CompletableFuture.completedFuture(
                ports.stream().map(port -> port.status("socks")).toList());
    }

    @Deactivate
    void close() {
        ports.forEach(ApplicationPort::close);
    }
}
