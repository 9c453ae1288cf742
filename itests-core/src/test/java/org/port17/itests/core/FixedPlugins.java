package org.port17.itests.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.payment.Payment;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Transport;

/** Plugins set by the test. */
final class FixedPlugins implements Plugins {
    final List<Transport> transports = new ArrayList<>();
    final List<CipherSuite> suites = new ArrayList<>();
    final List<PluginListener> listeners = new ArrayList<>();
    RouteStrategy strategy;
    ExitPolicy policy;
    Payment payment;

    @Override
    public List<Transport> transports() {
        return List.copyOf(transports);
    }

    @Override
    public Optional<Transport> transport(String scheme) {
        return transports.stream()
                .filter(t -> t.traits().scheme().equals(scheme))
                .findFirst();
    }

    @Override
    public List<CipherSuite> suites() {
        return List.copyOf(suites);
    }

    @Override
    public Optional<CipherSuite> suite(int id) {
        return suites.stream().filter(s -> s.traits().id() == id).findFirst();
    }

    @Override
    public RouteStrategy routeStrategy() {
        return strategy;
    }

    @Override
    public ExitPolicy exitPolicy() {
        return policy;
    }

    @Override
    public Payment payment() {
        return payment;
    }

    @Override
    public List<PluginView> inventory() {
        return List.of();
    }

    /** Tells everybody that the list of suites is another one. */
    void suitesChanged() {
        List.copyOf(listeners).forEach(l -> l.changed(PluginKind.SUITE));
    }

    /** Takes a suite away; complete when nobody uses its object any more. */
    CompletableFuture<Void> remove(CipherSuite suite) {
        suites.remove(suite);
        suitesChanged();
        return CompletableFuture.allOf(List.copyOf(listeners).stream()
                .map(l -> l.draining(PluginKind.SUITE, suite.traits().name(), suite)
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public void swap(PluginKind kind, String from, String to) {
        listeners.forEach(l -> l.changed(kind));
    }

    @Override
    public AutoCloseable onChange(PluginListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
