package org.port17.plugins.registry;

import java.util.Comparator;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginView;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.payment.Payment;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.SuiteTraits;
import org.port17.spi.transport.Transport;

/** One plugin that is present. Compared by identity: a plugin started again is another one. */
final class Plugin {
    /** Higher rank first, then higher service ranking, then the older service. */
    static final Comparator<Plugin> BEST_FIRST = Comparator.<Plugin>comparingInt(p -> -p.rank)
            .thenComparing(p -> p.name)
            .thenComparingInt(p -> -p.serviceRanking)
            .thenComparingLong(p -> p.serviceId);

    final PluginKind kind;
    final String name;
    final Object service;
    /** Used only where the configuration says so by name: a suite that nothing protects from a later quantum computer. */
    final boolean offByDefault;

    private final int rank;
    private final int serviceRanking;
    private final long serviceId;
    private final String bundle;
    private final String version;

    private Plugin(PluginKind kind, Identity identity, Object service, ServiceReference<?> reference) {
        this.kind = kind;
        this.name = identity.name;
        this.service = service;
        this.offByDefault = suite().filter(traits -> !traits.hybrid()).isPresent();
        this.rank = identity.rank;
        this.serviceRanking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer i ? i : 0;
        this.serviceId = reference.getProperty(Constants.SERVICE_ID) instanceof Long l ? l : Long.MAX_VALUE;
        Bundle bundle = reference.getBundle();
        this.bundle = bundle == null ? "" : bundle.getSymbolicName();
        this.version = bundle == null ? "" : bundle.getVersion().toString();
    }

    /** Asks the plugin for its name; whatever a defective plugin throws reaches the caller. */
    static Plugin of(PluginKind kind, Object service, ServiceReference<?> reference) {
        return new Plugin(kind, Identity.of(kind, service), service, reference);
    }

    PluginView view(String state) {
        return new PluginView(kind, name, state, bundle, version, Identity.of(kind, service).detail);
    }

    /** Of a suite, as it is now: what computes its bulk cipher may change while it is here. Empty for other kinds. */
    Optional<SuiteTraits> suite() {
        return service instanceof CipherSuite here ? Optional.of(here.traits()) : Optional.empty();
    }

    private record Identity(String name, int rank, String detail) {
        static Identity of(PluginKind kind, Object service) {
            return switch (kind) {
                case TRANSPORT -> {
                    var traits = ((Transport) service).traits();
                    yield new Identity(traits.scheme(), traits.rank(), "rank " + traits.rank());
                }
                case SUITE -> {
                    var traits = ((CipherSuite) service).traits();
                    String serves = traits.onion() ? "onion and links" : "links only";
                    yield new Identity(
                            traits.name(),
                            traits.rank(),
                            String.format(
                                    "0x%04x, %s, %s, rank %d", traits.id(), serves, traits.provider(), traits.rank()));
                }
                case ROUTE -> new Identity(((RouteStrategy) service).name(), 0, "");
                case EXIT -> new Identity(((ExitPolicy) service).name(), 0, "");
                case PAYMENT -> new Identity(((Payment) service).name(), 0, "");
            };
        }
    }
}
