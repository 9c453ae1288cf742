package org.port17.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.port17.api.Node;
import org.port17.exit.any.AnyExit;
import org.port17.payment.free.FreePayment;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.payment.Payment;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Transport;

/**
 * The plugins of a {@link Crowd}.
 *
 * @param nodes names of the nodes every circuit goes over, entry first
 */
record CrowdPlugins(Transport wire, CipherSuite suite, List<String> nodes) implements Plugins, RouteStrategy {
    @Override
    public String name() {
        return "given";
    }

    @Override
    public Route plan(RouteRequest request, NetworkView view, RandomGenerator random) {
        List<Node> route = new ArrayList<>();
        for (String name : nodes) {
            view.nodes().stream().filter(node -> node.name().equals(name)).forEach(route::add);
        }
        return new Route(route);
    }

    @Override
    public List<Transport> transports() {
        return List.of(wire);
    }

    @Override
    public Optional<Transport> transport(String scheme) {
        return Optional.of(wire).filter(t -> t.traits().scheme().equals(scheme));
    }

    @Override
    public List<CipherSuite> suites() {
        return List.of(suite);
    }

    @Override
    public Optional<CipherSuite> suite(int id) {
        return Optional.of(suite).filter(s -> s.traits().id() == id);
    }

    @Override
    public RouteStrategy routeStrategy() {
        return this;
    }

    @Override
    public ExitPolicy exitPolicy() {
        return new AnyExit();
    }

    @Override
    public Payment payment() {
        return new FreePayment();
    }

    @Override
    public List<PluginView> inventory() {
        return List.of();
    }

    @Override
    public void swap(PluginKind kind, String from, String to) {
        throw new UnsupportedOperationException("nothing to swap");
    }

    @Override
    public AutoCloseable onChange(PluginListener listener) {
        return () -> {};
    }
}
