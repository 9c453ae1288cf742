package org.port17.plugins.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginView;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.SuiteTraits;
import org.port17.spi.transport.Transport;

/** What {@code Plugins} answers until the next change. Immutable. */
final class Snapshot {
    final List<Transport> transports;
    final List<CipherSuite> suites;
    final Settings settings;
    private final Map<PluginKind, List<Plugin>> offered = new EnumMap<>(PluginKind.class);
    private final List<Plugin> ordered;
    private final Set<Plugin> draining;

    /**
     * @param present plugins whose service is registered
     * @param draining plugins that work is moved off; those not present any more are offered to nobody
     */
    Snapshot(Collection<Plugin> present, Collection<Plugin> draining, Settings settings) {
        this.settings = settings;
        for (PluginKind kind : PluginKind.values()) {
            offered.put(kind, offered(kind, present));
        }
        this.transports = offered.get(PluginKind.TRANSPORT).stream()
                .map(p -> (Transport) p.service)
                .toList();
        this.suites = offered.get(PluginKind.SUITE).stream()
                .map(p -> (CipherSuite) p.service)
                .toList();
        Set<Plugin> all = new HashSet<>(present);
        all.addAll(draining);
        this.draining = Set.copyOf(draining);
        this.ordered = inOrder(all);
    }

    List<SuiteTraits> knownSuites() {
        return ordered.stream().flatMap(p -> p.suite().stream()).distinct().toList();
    }

    List<PluginView> inventory() {
        return ordered.stream().map(p -> p.view(state(p))).toList();
    }

    /** Permitted plugins of a kind in order, one for each name. */
    List<Plugin> offered(PluginKind kind) {
        return offered.get(kind);
    }

    /** The plugin in use: the first of an ordered kind, the configured one of any other. */
    Optional<Plugin> active(PluginKind kind) {
        return offered.get(kind).stream()
                .filter(p -> Settings.ordered(kind)
                        || p.name.equals(settings.chosen().get(kind)))
                .findFirst();
    }

    private List<Plugin> offered(PluginKind kind, Collection<Plugin> present) {
        var names = new HashSet<String>();
        var list = new ArrayList<Plugin>();
        present.stream()
                .filter(p -> p.kind == kind && !settings.forbids(kind, p.name) && !off(p))
                .sorted(order(kind))
                .filter(p -> names.add(p.name))
                .forEach(list::add);
        return List.copyOf(list);
    }

    /** Whether a plugin of that name is here and only lacks the permission to be used. */
    boolean off(PluginKind kind, String name) {
        return ordered.stream().anyMatch(p -> p.kind == kind && p.name.equals(name) && off(p));
    }

    private boolean off(Plugin plugin) {
        return plugin.offByDefault && !settings.permit().contains(plugin.name);
    }

    private Comparator<Plugin> order(PluginKind kind) {
        List<String> prefer = settings.prefer().getOrDefault(kind, List.of());
        return Comparator.<Plugin>comparingInt(p -> {
                    int at = prefer.indexOf(p.name);
                    return at < 0 ? Integer.MAX_VALUE : at;
                })
                .thenComparing(Plugin.BEST_FIRST);
    }

    /** For people: by kind, then what is offered in its order, then the rest. */
    private List<Plugin> inOrder(Set<Plugin> all) {
        var ordered = new ArrayList<Plugin>();
        for (PluginKind kind : PluginKind.values()) {
            active(kind).ifPresent(ordered::add);
            offered.get(kind).stream().filter(p -> !ordered.contains(p)).forEach(ordered::add);
            all.stream()
                    .filter(p -> p.kind == kind && !ordered.contains(p))
                    .sorted(Plugin.BEST_FIRST)
                    .forEach(ordered::add);
        }
        return ordered;
    }

    private String state(Plugin plugin) {
        if (active(plugin.kind).filter(p -> p == plugin).isPresent()) {
            return "active";
        }
        if (draining.contains(plugin)) {
            return "draining";
        }
        if (settings.forbids(plugin.kind, plugin.name)) {
            return "forbidden";
        }
        return off(plugin) ? "off" : "standby";
    }
}
