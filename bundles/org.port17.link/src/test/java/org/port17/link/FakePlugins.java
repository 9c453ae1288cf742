package org.port17.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.payment.Payment;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Transport;

/** Plugins that a test adds, removes and drains. */
final class FakePlugins implements Plugins {
    final List<Transport> transports = new ArrayList<>();
    final List<CipherSuite> suites = new ArrayList<>();
    private PluginListener listener;

    /** Offers the transport no longer and asks links to leave it, as the registry does when its bundle stops. */
    CompletionStage<Void> stop(Transport transport) {
        transports.remove(transport);
        listener.changed(PluginKind.TRANSPORT);
        return listener.draining(PluginKind.TRANSPORT, transport.traits().scheme(), transport);
    }

    /** Makes another transport the first one, as the swap command does. */
    CompletionStage<Void> prefer(Transport first) {
        Transport old = transports.get(0);
        transports.remove(first);
        transports.add(0, first);
        listener.changed(PluginKind.TRANSPORT);
        return listener.draining(PluginKind.TRANSPORT, old.traits().scheme(), old);
    }

    CompletionStage<Void> stop(CipherSuite suite) {
        suites.remove(suite);
        listener.changed(PluginKind.SUITE);
        return listener.draining(PluginKind.SUITE, suite.traits().name(), suite);
    }

    /** Makes another suite the first one, as the swap command does. */
    CompletionStage<Void> prefer(CipherSuite first) {
        CipherSuite old = suites.get(0);
        suites.remove(first);
        suites.add(0, first);
        listener.changed(PluginKind.SUITE);
        return listener.draining(PluginKind.SUITE, old.traits().name(), old);
    }

    /** Another suite is installed, preferred to all others. */
    void addFirst(CipherSuite suite) {
        suites.add(0, suite);
        listener.changed(PluginKind.SUITE);
    }

    void add(Transport transport) {
        transports.add(transport);
        if (listener != null) {
            listener.changed(PluginKind.TRANSPORT);
        }
    }

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
        throw new UnsupportedOperationException();
    }

    @Override
    public ExitPolicy exitPolicy() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Payment payment() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PluginView> inventory() {
        return List.of();
    }

    @Override
    public void swap(PluginKind kind, String from, String to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AutoCloseable onChange(PluginListener newListener) {
        listener = newListener;
        return () -> listener = null;
    }
}
