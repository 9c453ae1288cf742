package org.port17.launcher.compact;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Logins to the console of the right node: Java knows one configuration of logins per process, and each Karaf takes
 * that place for itself when it starts. This one gives it back to all: who asks is told by the thread.
 */
final class NodeLogins extends Configuration implements SynchronousBundleListener {
    private static final String TAKER = "org.apache.karaf.jaas.config";
    private static final String REALM = TAKER + ".JaasRealm";
    private static final String MODULE = "org.apache.karaf.jaas.boot.ProxyLoginModule";

    private final Map<String, BundleContext> nodes = new ConcurrentHashMap<>();
    private final BundleContext asking = (BundleContext) Proxy.newProxyInstance(
            NodeLogins.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                try {
                    return method.invoke(node(), arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });

    /** To be called on a thread of the node, after its framework has started. */
    void add(BundleContext context) {
        nodes.put(base(), context);
        context.addBundleListener(this);
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName().equals(TAKER) && bundle.getState() == Bundle.ACTIVE) {
                takeBack();
            }
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTED
                && event.getBundle().getSymbolicName().equals(TAKER)) {
            takeBack();
        }
    }

    private void takeBack() {
        try {
            Class.forName(MODULE).getMethod("init", BundleContext.class).invoke(null, asking);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Karaf is of another kind", e);
        }
        Configuration.setConfiguration(this);
    }

    private static String base() {
        return System.getProperty("karaf.base");
    }

    private BundleContext node() {
        BundleContext context = nodes.get(base());
        if (context == null) {
            throw new IllegalStateException("a login outside of all nodes");
        }
        return context;
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        BundleContext context = node();
        try {
            ServiceReference<?>[] realms = context.getAllServiceReferences(REALM, null);
            if (realms == null) {
                return null;
            }
            Arrays.sort(realms, Collections.reverseOrder());
            for (ServiceReference<?> reference : realms) {
                Object realm = context.getService(reference);
                Class<?> type = reference.getBundle().loadClass(REALM);
                if (name.equals(type.getMethod("getName").invoke(realm))) {
                    return (AppConfigurationEntry[])
                            type.getMethod("getEntries").invoke(realm);
                }
            }
            return null;
        } catch (InvalidSyntaxException | ReflectiveOperationException e) {
            throw new IllegalStateException("this Karaf is of another kind", e);
        }
    }
}
