package org.port17.fuzz;

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

/** One transport and the given suites. */
public record GivenPlugins(Transport transport) implements Plugins {
    @Override
    public List<Transport> transports() {
        return List.of(transport);
    }

    @Override
    public Optional<Transport> transport(String scheme) {
        return transport.traits().scheme().equals(scheme) ? Optional.of(transport) : Optional.empty();
    }

    @Override
    public List<CipherSuite> suites() {
        return GivenSuites.ALL;
    }

    @Override
    public Optional<CipherSuite> suite(int id) {
        return GivenSuites.byId(id);
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
    public AutoCloseable onChange(PluginListener listener) {
        return () -> {};
    }
}
