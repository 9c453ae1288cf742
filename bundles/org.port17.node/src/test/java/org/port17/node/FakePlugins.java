package org.port17.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.payment.Payment;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Transport;

/** A set of suites that tests change. */
final class FakePlugins implements Plugins {
    final List<PluginListener> listeners = new CopyOnWriteArrayList<>();
    private volatile List<CipherSuite> suites;

    FakePlugins(CipherSuite... suites) {
        this.suites = List.of(suites);
    }

    void suites(CipherSuite... now) {
        suites = List.of(now);
        listeners.forEach(l -> l.changed(PluginKind.SUITE));
    }

    @Override
    public List<CipherSuite> suites() {
        return suites;
    }

    @Override
    public Optional<CipherSuite> suite(int id) {
        return suites.stream().filter(s -> s.traits().id() == id).findFirst();
    }

    @Override
    public AutoCloseable onChange(PluginListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public List<Transport> transports() {
        return List.of();
    }

    @Override
    public Optional<Transport> transport(String scheme) {
        return Optional.empty();
    }

    @Override
    public RouteStrategy routeStrategy() {
        throw new UnsupportedOperationException("not asked for in these tests");
    }

    @Override
    public ExitPolicy exitPolicy() {
        throw new UnsupportedOperationException("not asked for in these tests");
    }

    @Override
    public Payment payment() {
        throw new UnsupportedOperationException("not asked for in these tests");
    }

    @Override
    public List<PluginView> inventory() {
        return List.of();
    }

    @Override
    public void swap(PluginKind kind, String from, String to) {
        throw new UnsupportedOperationException("not asked for in these tests");
    }
}
