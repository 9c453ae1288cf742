package org.port17.node;

import java.util.concurrent.atomic.AtomicReference;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.MapMirror;
import org.port17.plugins.Plugins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the node up where {@code org.port17.node} is configured. {@link ThisNode} is registered once its key is in
 * memory; where configuration or files are wrong one log line says what to do and there is no node until the
 * configuration changes. An edit that is wrong changes nothing while a node runs: a typing mistake must not end a relay's
 * circuits. The constructor only starts a thread, since loading a key is input and output.
 */
@Component(
        name = "org.port17.node",
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = NodeConfig.class)
// Registered by hand once the key is read, so a resolver has to be told that it comes from here.
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.port17.node.ThisNode\"")
public final class NodeComponent {
    private static final Logger LOG = LoggerFactory.getLogger(NodeComponent.class);
    private static final long PATIENCE_MILLIS = 5_000;
    private static final String NO_NODE = "This process is no node until that is corrected.";
    private static final String OLD_STAYS = "The old values stay.";
    private final Plugins plugins;
    private final BundleContext context;
    private final AtomicReference<RunningNode> running = new AtomicReference<>();
    private final AtomicReference<ServiceRegistration<ThisNode>> registration = new AtomicReference<>();
    private volatile Thread starter;
    private volatile MapMirror ownMirror;
    private volatile boolean stopped;

    @Activate
    public NodeComponent(NodeConfig config, @Reference Plugins plugins, BundleContext context) {
        this.plugins = plugins;
        this.context = context;
        start(config);
    }

    /** This process hands out maps from now on, and the node's record says so. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMirror(MapMirror mirror) {
        ownMirror = mirror;
        tellMirror();
    }

    /** One that replaces another comes before the other goes. */
    void unbindMirror(MapMirror mirror) {
        if (ownMirror == mirror) {
            ownMirror = null;
            tellMirror();
        }
    }

    /** One at a time, so that the last word is the true one. */
    private synchronized void tellMirror() {
        RunningNode node = running.get();
        MapMirror mirror = ownMirror;
        if (node != null) {
            node.mirror(mirror == null ? 0 : mirror.port());
        }
    }

    /** The file was edited. */
    @Modified
    void modified(NodeConfig config) {
        try {
            NodeSettings wanted = settings(config);
            RunningNode node = running.get();
            if (node != null && wanted.equals(node.settings())) {
                return;
            }
        } catch (Port17Exception e) {
            LOG.error("etc/org.port17.node.cfg: {}. {}", e.getMessage(), running.get() == null ? NO_NODE : OLD_STAYS);
            return;
        }
        try {
            // A start under way would bring back the old node afterwards.
            starter.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
        start(config);
    }

    private void start(NodeConfig config) {
        starter = new Thread(() -> open(config), "port17-node-start");
        starter.setDaemon(true);
        starter.start();
    }

    /** A value of the wrong type fails when it is read. */
    private NodeSettings settings(NodeConfig config) throws Port17Exception {
        String data = context.getProperty("karaf.data");
        try {
            return NodeSettings.of(config, data == null ? "" : data);
        } catch (RuntimeException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.NEVER, "as and replay.capacity must be whole numbers", e);
        }
    }

    @Deactivate
    public void stop() {
        stopped = true;
        release();
    }

    private void open(NodeConfig config) {
        try {
            RunningNode node = RunningNode.open(settings(config), plugins, NodeClock.system());
            running.set(node);
            tellMirror();
            node.start();
            if (!stopped) {
                registration.set(context.registerService(ThisNode.class, node, null));
            }
        } catch (Port17Exception e) {
            LOG.error("etc/org.port17.node.cfg: {}. {}", e.getMessage(), NO_NODE);
        } catch (IllegalStateException e) {
            LOG.debug("stopped while starting", e);
        }
        if (stopped) {
            release();
        }
    }

    /** Called by whichever of start and stop comes last, or both. */
    private void release() {
        ServiceRegistration<ThisNode> registered = registration.getAndSet(null);
        if (registered != null) {
            registered.unregister();
        }
        RunningNode node = running.getAndSet(null);
        if (node != null) {
            node.close();
        }
    }
}
