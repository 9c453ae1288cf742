package org.port17.rehearsal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.exit.Verdict;
import org.port17.spi.payment.Payment;
import org.port17.spi.payment.Till;
import org.port17.spi.payment.Wallet;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Transport;

/**
 * The plugins of the made-up network: the suites that are rehearsed, and for the rest the least there can be. Real
 * strategies and wallets remember what they did, so none of them is used. Used on the loop.
 */
final class StagePlugins implements Plugins {
    private final Transport wires;
    private final List<PluginListener> listeners = new ArrayList<>();
    private List<CipherSuite> suites;

    /** @param suites the preferred one first */
    StagePlugins(List<CipherSuite> suites, Transport wires) {
        this.suites = List.copyOf(suites);
        this.wires = wires;
    }

    /** The suites change places: the preferred one becomes the last, and whatever runs moves to the next. */
    void turn() {
        List<CipherSuite> turned = new ArrayList<>(suites);
        Collections.rotate(turned, -1);
        suites = List.copyOf(turned);
        List.copyOf(listeners).forEach(listener -> listener.changed(PluginKind.SUITE));
    }

    @Override
    public List<Transport> transports() {
        return List.of(wires);
    }

    @Override
    public Optional<Transport> transport(String scheme) {
        return scheme.equals(StageWires.SCHEME) ? Optional.of(wires) : Optional.empty();
    }

    @Override
    public List<CipherSuite> suites() {
        return suites;
    }

    @Override
    public Optional<CipherSuite> suite(int id) {
        return suites.stream().filter(suite -> suite.traits().id() == id).findFirst();
    }

    @Override
    public RouteStrategy routeStrategy() {
        return new InOrder();
    }

    @Override
    public ExitPolicy exitPolicy() {
        return new Any();
    }

    @Override
    public Payment payment() {
        return new Free();
    }

    @Override
    public List<PluginView> inventory() {
        return List.of();
    }

    @Override
    public void swap(PluginKind kind, String from, String to) throws Port17Exception {
        throw new Port17Exception(ErrorKind.UNSUPPORTED, "nothing to swap in a rehearsal");
    }

    @Override
    public AutoCloseable onChange(PluginListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** The route is the map. */
    private static final class InOrder implements RouteStrategy {
        @Override
        public String name() {
            return StageWires.SCHEME;
        }

        @Override
        public Route plan(RouteRequest request, NetworkView view, RandomGenerator random) {
            return new Route(view.nodes().subList(0, request.hops()));
        }
    }

    private static final class Any implements ExitPolicy {
        @Override
        public String name() {
            return StageWires.SCHEME;
        }

        @Override
        public Verdict judge(Destination destination, Node node) {
            return Verdict.allow(1);
        }
    }

    private static final class Free implements Payment, Wallet, Till {
        @Override
        public String name() {
            return StageWires.SCHEME;
        }

        @Override
        public Wallet wallet() {
            return this;
        }

        @Override
        public Till till() {
            return this;
        }

        @Override
        public byte[] draw(NodeId node) {
            return new byte[TOKEN_BYTES];
        }

        @Override
        public long redeem(byte[] tokens) {
            return Long.MAX_VALUE;
        }
    }
}
