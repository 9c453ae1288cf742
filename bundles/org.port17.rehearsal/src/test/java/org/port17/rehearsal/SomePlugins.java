package org.port17.rehearsal;

import java.util.List;
import java.util.Optional;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.payment.Payment;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Transport;

/** Suites set by the test and one transport, and nothing else: whoever asks for another kind of plugin fails. */
record SomePlugins(List<CipherSuite> suites, Transport wires, List<PluginListener> listeners) implements Plugins {
    @Override
    public List<Transport> transports() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Transport> transport(String scheme) {
        return Optional.of(wires);
    }

    @Override
    public Optional<CipherSuite> suite(int id) {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    @Override
    public void swap(PluginKind kind, String from, String to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AutoCloseable onChange(PluginListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
