package org.port17.plugins.registry;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.payment.Payment;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.SuiteTraits;
import org.port17.spi.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one component with dynamic references. Readers see an immutable snapshot and take no lock. A plugin's service is
 * unbound while its object still works; the thread that stops it waits here until its users have left, except the loop
 * thread, which never waits.
 */
@Component(name = Store.PID, configurationPid = Store.PID, service = Plugins.class, immediate = true)
@Designate(ocd = PluginsConfig.class)
public final class PluginRegistry implements Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(PluginRegistry.class);
    private final BundleContext context;
    private final Roster roster;
    /** One change of configuration at a time. Never taken on the loop by the platform, and never by a reader. */
    private final ReentrantLock configuring = new ReentrantLock();

    private volatile boolean closing;
    private volatile Loop loop;
    private volatile ConfigurationAdmin configurationAdmin;

    @Activate
    public PluginRegistry(BundleContext context, PluginsConfig config) {
        this.context = context;
        this.roster = new Roster(orNothing(config));
    }

    /** A constructor that throws is never tried again, so a refused configuration permits nothing until it is mended. */
    private static Settings orNothing(PluginsConfig config) {
        try {
            return Settings.of(config);
        } catch (IllegalArgumentException e) {
            LOG.error("configuration {} is refused and no plugin is used: {}", Store.PID, e.getMessage());
            return Settings.NOTHING;
        }
    }

    @Modified
    void modified(PluginsConfig config) {
        Settings next;
        try {
            next = Settings.of(config);
        } catch (IllegalArgumentException e) {
            LOG.error("configuration {} is refused and the old one stays: {}", Store.PID, e.getMessage());
            return;
        }
        configuring.lock();
        try {
            roster.apply(next);
        } finally {
            configuring.unlock();
        }
    }

    @Deactivate
    void deactivate() {
        closing = true;
    }

    @Override
    public List<Transport> transports() {
        return roster.snapshot().transports;
    }

    @Override
    public Optional<Transport> transport(String scheme) {
        return roster.snapshot().offered(PluginKind.TRANSPORT).stream()
                .filter(p -> p.name.equals(scheme))
                .map(p -> (Transport) p.service)
                .findFirst();
    }

    @Override
    public List<CipherSuite> suites() {
        return roster.snapshot().suites;
    }

    @Override
    public Optional<CipherSuite> suite(int id) {
        return roster.snapshot().offered(PluginKind.SUITE).stream()
                .filter(p -> p.suite().orElseThrow().id() == id)
                .map(p -> (CipherSuite) p.service)
                .findFirst();
    }

    @Override
    public List<SuiteTraits> knownSuites() {
        return roster.snapshot().knownSuites();
    }

    @Override
    public RouteStrategy routeStrategy() throws Port17Exception {
        return chosen(PluginKind.ROUTE, RouteStrategy.class, ErrorKind.NO_ROUTE);
    }

    @Override
    public ExitPolicy exitPolicy() throws Port17Exception {
        return chosen(PluginKind.EXIT, ExitPolicy.class, ErrorKind.UNSUPPORTED);
    }

    @Override
    public Payment payment() throws Port17Exception {
        return chosen(PluginKind.PAYMENT, Payment.class, ErrorKind.UNSUPPORTED);
    }

    @Override
    public List<PluginView> inventory() {
        return roster.snapshot().inventory();
    }

    @Override
    public AutoCloseable onChange(PluginListener listener) {
        return roster.listen(listener);
    }

    @Override
    public void swap(PluginKind kind, String from, String to) throws Port17Exception {
        List<CompletableFuture<Void>> moves;
        configuring.lock();
        try {
            Settings next = SwapRules.check(roster.snapshot(), kind, from, to);
            ConfigurationAdmin admin = configurationAdmin;
            if (admin != null) {
                new Store(admin).write(Settings.key(kind), next.value(kind));
            } else {
                LOG.warn("no configuration service: the swap lasts until the next start");
            }
            moves = roster.apply(next);
        } finally {
            configuring.unlock();
        }
        LOG.info("{} {} replaces {}", kind.word(), to, from);
        if (mayWait()) {
            moves.forEach(Audience::await);
        }
    }

    private <T> T chosen(PluginKind kind, Class<T> type, ErrorKind absent) throws Port17Exception {
        Snapshot now = roster.snapshot();
        Optional<Plugin> active = now.active(kind);
        if (active.isEmpty()) {
            String name = now.settings.chosen().get(kind);
            throw new Port17Exception(
                    absent, Retry.LATER, "the " + kind.word() + " plugin " + name + " is not installed");
        }
        return type.cast(active.get().service);
    }

    private void arrived(PluginKind kind, Object service, ServiceReference<?> reference) {
        try {
            roster.arrived(Plugin.of(kind, service, reference));
        } catch (RuntimeException e) {
            LOG.error("a {} plugin that cannot state its name is left out", kind.word(), e);
        }
    }

    private void leaving(PluginKind kind, Object service) {
        if (stopping()) {
            roster.gone(kind, service);
            return;
        }
        CompletableFuture<Void> left = roster.leaving(kind, service);
        if (mayWait()) {
            Audience.await(left);
        }
    }

    private boolean mayWait() {
        Loop current = loop;
        return current == null || !current.inLoop();
    }

    /** When this component or the whole process stops there is nowhere to move work to. */
    private boolean stopping() {
        return closing || context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING;
    }

    // What follows is for the platform. The names of the references come from the methods.

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addTransport(Transport service, ServiceReference<Transport> reference) {
        arrived(PluginKind.TRANSPORT, service, reference);
    }

    void removeTransport(Transport service) {
        leaving(PluginKind.TRANSPORT, service);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addCipherSuite(CipherSuite service, ServiceReference<CipherSuite> reference) {
        arrived(PluginKind.SUITE, service, reference);
    }

    void removeCipherSuite(CipherSuite service) {
        leaving(PluginKind.SUITE, service);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addRouteStrategy(RouteStrategy service, ServiceReference<RouteStrategy> reference) {
        arrived(PluginKind.ROUTE, service, reference);
    }

    void removeRouteStrategy(RouteStrategy service) {
        leaving(PluginKind.ROUTE, service);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addExitPolicy(ExitPolicy service, ServiceReference<ExitPolicy> reference) {
        arrived(PluginKind.EXIT, service, reference);
    }

    void removeExitPolicy(ExitPolicy service) {
        leaving(PluginKind.EXIT, service);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addPayment(Payment service, ServiceReference<Payment> reference) {
        arrived(PluginKind.PAYMENT, service, reference);
    }

    void removePayment(Payment service) {
        leaving(PluginKind.PAYMENT, service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setLoop(Loop service) {
        loop = service;
    }

    void unsetLoop(Loop service) {
        if (loop == service) {
            loop = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setConfigurationAdmin(ConfigurationAdmin service) {
        configurationAdmin = service;
    }

    void unsetConfigurationAdmin(ConfigurationAdmin service) {
        if (configurationAdmin == service) {
            configurationAdmin = null;
        }
    }
}
