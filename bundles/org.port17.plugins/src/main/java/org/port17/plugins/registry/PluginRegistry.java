package org.port17.plugins.registry;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final Audience audience = new Audience();
    /** One change of configuration at a time. Never taken on the loop by the platform, and never by a reader. */
    private final ReentrantLock configuring = new ReentrantLock();
    /** Guards the two sets, the settings and the making of a snapshot; nothing foreign is called under it. */
    private final Object lock = new Object();

    private final Set<Plugin> present = new LinkedHashSet<>();
    private final Set<Plugin> draining = new LinkedHashSet<>();
    private Settings settings;
    private volatile Snapshot snapshot;
    private volatile boolean closing;
    private volatile Loop loop;
    private volatile ConfigurationAdmin configurationAdmin;

    @Activate
    public PluginRegistry(BundleContext context, PluginsConfig config) {
        this.context = context;
        this.settings = orNothing(config);
        this.snapshot = new Snapshot(present, draining, settings);
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
            apply(next);
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
        return snapshot.transports;
    }

    @Override
    public Optional<Transport> transport(String scheme) {
        return snapshot.offered(PluginKind.TRANSPORT).stream()
                .filter(p -> p.name.equals(scheme))
                .map(p -> (Transport) p.service)
                .findFirst();
    }

    @Override
    public List<CipherSuite> suites() {
        return snapshot.suites;
    }

    @Override
    public Optional<CipherSuite> suite(int id) {
        return snapshot.offered(PluginKind.SUITE).stream()
                .filter(p -> p.suite.orElseThrow().id() == id)
                .map(p -> (CipherSuite) p.service)
                .findFirst();
    }

    @Override
    public List<SuiteTraits> knownSuites() {
        return snapshot.knownSuites;
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
        return snapshot.inventory;
    }

    @Override
    public AutoCloseable onChange(PluginListener listener) {
        return audience.add(listener);
    }

    @Override
    public void swap(PluginKind kind, String from, String to) throws Port17Exception {
        List<CompletableFuture<Void>> moves;
        configuring.lock();
        try {
            Settings next = SwapRules.check(snapshot, kind, from, to);
            ConfigurationAdmin admin = configurationAdmin;
            if (admin != null) {
                new Store(admin).write(Settings.key(kind), next.value(kind));
            } else {
                LOG.warn("no configuration service: the swap lasts until the next start");
            }
            moves = apply(next);
        } finally {
            configuring.unlock();
        }
        LOG.info("{} {} replaces {}", kind.word(), to, from);
        if (mayWait()) {
            moves.forEach(Audience::await);
        }
    }

    private <T> T chosen(PluginKind kind, Class<T> type, ErrorKind absent) throws Port17Exception {
        Snapshot now = snapshot;
        Optional<Plugin> active = now.active(kind);
        if (active.isEmpty()) {
            String name = now.settings.chosen().get(kind);
            throw new Port17Exception(absent, Retry.LATER, "the " + kind.word() + " plugin " + name + " is not installed");
        }
        return type.cast(active.get().service);
    }

    /** Puts settings in force and asks users off what they ruled out. */
    private List<CompletableFuture<Void>> apply(Settings next) {
        var changed = EnumSet.noneOf(PluginKind.class);
        var left = new ArrayList<Plugin>();
        Snapshot now;
        synchronized (lock) {
            Snapshot before = snapshot;
            settings = next;
            snapshot = now = new Snapshot(present, draining, next);
            for (PluginKind kind : PluginKind.values()) {
                if (!before.offered(kind).equals(now.offered(kind)) || !before.active(kind).equals(now.active(kind))) {
                    changed.add(kind);
                    left.addAll(SwapRules.leftBehind(kind, before, now));
                }
            }
            draining.addAll(left);
            snapshot = new Snapshot(present, draining, next);
        }
        changed.forEach(audience::changed);
        return left.stream().map(plugin -> drain(plugin, next)).toList();
    }

    private CompletableFuture<Void> drain(Plugin plugin, Settings now) {
        return audience.leave(plugin, now.grace()).thenRun(() -> {
            synchronized (lock) {
                draining.remove(plugin);
                snapshot = new Snapshot(present, draining, settings);
            }
        });
    }

    private void arrived(PluginKind kind, Object service, ServiceReference<?> reference) {
        Plugin plugin;
        try {
            plugin = Plugin.of(kind, service, reference);
        } catch (RuntimeException e) {
            LOG.error("a {} plugin that cannot state its name is left out", kind.word(), e);
            return;
        }
        synchronized (lock) {
            present.add(plugin);
            snapshot = new Snapshot(present, draining, settings);
        }
        LOG.info("{} {} is here", kind.word(), plugin.name);
        audience.changed(kind);
    }

    private void leaving(PluginKind kind, Object service) {
        Plugin plugin = null;
        Settings now;
        boolean stopping = stopping();
        synchronized (lock) {
            for (Plugin candidate : new HashSet<>(present)) {
                if (candidate.kind == kind && candidate.service == service) {
                    plugin = candidate;
                    present.remove(candidate);
                }
            }
            if (plugin == null) {
                return;
            }
            now = settings;
            if (!stopping) {
                draining.add(plugin);
            }
            snapshot = new Snapshot(present, draining, now);
        }
        if (stopping) {
            return;
        }
        LOG.info("{} {} leaves", kind.word(), plugin.name);
        audience.changed(kind);
        CompletableFuture<Void> left = drain(plugin, now);
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
