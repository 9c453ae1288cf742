package org.port17.node;

import java.time.InstantSource;
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
import org.port17.api.Port17Exception;
import org.port17.plugins.Plugins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the node up where {@code org.port17.node} is configured. {@link ThisNode} is registered once its key is in
 * memory; where configuration or files are wrong one log line says what to do and there is no node until the
 * configuration changes. The constructor only starts a thread, since loading a key is input and output.
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
    private final NodeConfig config;
    private final Plugins plugins;
    private final BundleContext context;
    private final AtomicReference<RunningNode> running = new AtomicReference<>();
    private final AtomicReference<ServiceRegistration<ThisNode>> registration = new AtomicReference<>();
    private volatile boolean stopped;

    @Activate
    public NodeComponent(NodeConfig config, @Reference Plugins plugins, BundleContext context) {
        this.config = config;
        this.plugins = plugins;
        this.context = context;
        Thread starter = new Thread(this::open, "port17-node-start");
        starter.setDaemon(true);
        starter.start();
    }

    @Deactivate
    public void stop() {
        stopped = true;
        release();
    }

    private void open() {
        try {
            String data = context.getProperty("karaf.data");
            NodeSettings settings = NodeSettings.of(config, data == null ? "" : data);
            RunningNode node = RunningNode.open(settings, plugins, InstantSource.system());
            running.set(node);
            node.start();
            if (!stopped) {
                registration.set(context.registerService(ThisNode.class, node, null));
            }
        } catch (Port17Exception e) {
            LOG.error("org.port17.node: {}. This process is no node until that is corrected.", e.getMessage());
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
