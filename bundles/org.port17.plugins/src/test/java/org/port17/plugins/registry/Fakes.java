package org.port17.plugins.registry;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.SuiteTraits;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/** Plugins and platform objects that answer only what the registry asks; any other call fails the test. */
final class Fakes {
    private static long services;

    private Fakes() {}

    static Transport transport(String scheme, int rank) {
        return answering(Transport.class, Map.of("traits", new TransportTraits(scheme, rank, true)));
    }

    static CipherSuite suite(int id, String name, int rank) {
        return answering(CipherSuite.class, Map.of("traits", traits(id, name, rank, "test")));
    }

    /** Nothing protects it from a later quantum computer. */
    static CipherSuite classicalSuite(int id, String name, int rank) {
        return answering(
                CipherSuite.class,
                Map.of("traits", new SuiteTraits(id, name, rank, true, false, "test", 1, 1, 1, 1, 1, 1)));
    }

    static SuiteTraits traits(int id, String name, int rank, String provider) {
        return new SuiteTraits(id, name, rank, true, true, provider, 1, 1, 1, 1, 1, 1);
    }

    static RouteStrategy route(String name) {
        return answering(RouteStrategy.class, Map.of("name", name));
    }

    static ExitPolicy exit(String name) {
        return answering(ExitPolicy.class, Map.of("name", name));
    }

    static <T> ServiceReference<T> reference(String bundle) {
        return reference(bundle, 0);
    }

    @SuppressWarnings("unchecked")
    static <T> ServiceReference<T> reference(String bundle, int ranking) {
        long id = ++services;
        Bundle owner = answering(Bundle.class, Map.of("getSymbolicName", bundle, "getVersion", new Version("1.2.3")));
        return (ServiceReference<T>) Proxy.newProxyInstance(
                Fakes.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getBundle" -> owner;
                    case "getProperty" ->
                        args[0].equals(Constants.SERVICE_RANKING)
                                ? (Object) ranking
                                : args[0].equals(Constants.SERVICE_ID) ? (Object) id : null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    static BundleContext context(BooleanSupplier stopping) {
        Bundle system = (Bundle) Proxy.newProxyInstance(
                Fakes.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, args) -> stopping.getAsBoolean() ? Bundle.STOPPING : Bundle.ACTIVE);
        return answering(BundleContext.class, Map.of("getBundle", system));
    }

    /** A configuration with the annotation's defaults, except for the attributes given. */
    static PluginsConfig config(Object... attributes) {
        var values = new HashMap<String, Object>();
        for (int i = 0; i < attributes.length; i += 2) {
            values.put((String) attributes[i], attributes[i + 1]);
        }
        return (PluginsConfig) Proxy.newProxyInstance(
                Fakes.class.getClassLoader(),
                new Class<?>[] {PluginsConfig.class, Annotation.class},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                Fakes.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> switch (method.getName()) {
                    case "equals" -> proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> type.getSimpleName();
                    default -> {
                        if (!answers.containsKey(method.getName())) {
                            throw new UnsupportedOperationException(method.getName());
                        }
                        yield answers.get(method.getName());
                    }
                }));
    }
}
