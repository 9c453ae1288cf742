package org.port17.accp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the provider, or says why not and registers nothing: a node without it is slower and otherwise the same. An
 * activator and no component, so that this bundle is wired to the framework and the log only.
 */
public final class Activator implements BundleActivator {
    /** Service property: the bulk ciphers that users should take from the provider. */
    static final String BULK = "port17.bulk";

    private static final Logger LOG = LoggerFactory.getLogger(Activator.class);

    private ServiceRegistration<Provider> registration;

    @Override
    public void start(BundleContext context) throws IOException {
        try {
            Provider provider = Corretto.provider(Corretto.Machine.here(), folder(context));
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(BULK, "aes");
            registration = context.registerService(Provider.class, provider, properties);
            LOG.info("AES is computed by {} {}", provider.getName(), provider.getVersionStr());
        } catch (Unusable e) {
            LOG.info("AES is computed by the Java platform: {}", e.getMessage());
            LOG.debug("the provider is not offered", e);
        }
    }

    /** Below the framework's own folder, which holds all the code that runs here: nobody else may write to it. */
    private static Path folder(BundleContext context) throws IOException {
        var data = context.getDataFile("");
        return data == null ? Files.createTempDirectory("port17-accp") : Files.createDirectories(data.toPath());
    }

    @Override
    public void stop(BundleContext context) {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
    }
}
