package org.port17.plugins.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.port17.plugins.PluginKind;

/**
 * The validated configuration.
 *
 * @param prefer names in order of preference, for transports and suites
 * @param forbid names left out, for transports and suites
 * @param permit suites that are off by default and may be used
 * @param chosen the one name of every other kind
 */
record Settings(
        Map<PluginKind, List<String>> prefer,
        Map<PluginKind, Set<String>> forbid,
        Set<String> permit,
        Map<PluginKind, String> chosen,
        Duration grace) {
    static final int MAX_GRACE_SECONDS = 3600;
    private static final int MAX_NAMES = 64;
    private static final String EVERY = "*";

    /** Permits nothing: stands in for a configuration that was refused. */
    static final Settings NOTHING = new Settings(
            Map.of(PluginKind.TRANSPORT, List.of(), PluginKind.SUITE, List.of()),
            Map.of(PluginKind.TRANSPORT, Set.of(EVERY), PluginKind.SUITE, Set.of(EVERY)),
            Set.of(),
            Map.of(PluginKind.ROUTE, EVERY, PluginKind.EXIT, EVERY, PluginKind.PAYMENT, EVERY),
            Duration.ZERO);

    Settings {
        prefer = Map.copyOf(prefer);
        forbid = Map.copyOf(forbid);
        permit = Set.copyOf(permit);
        chosen = Map.copyOf(chosen);
    }

    /** @throws IllegalArgumentException with a sentence for the operator that names the key */
    static Settings of(PluginsConfig config) {
        int grace = config.grace_seconds();
        if (grace < 0 || grace > MAX_GRACE_SECONDS) {
            throw new IllegalArgumentException("grace.seconds lies between 0 and " + MAX_GRACE_SECONDS);
        }
        return new Settings(
                Map.of(
                        PluginKind.TRANSPORT, names("transports.prefer", config.transports_prefer()),
                        PluginKind.SUITE, names("suites.prefer", config.suites_prefer())),
                Map.of(
                        PluginKind.TRANSPORT, Set.copyOf(names("transports.forbid", config.transports_forbid())),
                        PluginKind.SUITE, Set.copyOf(names("suites.forbid", config.suites_forbid()))),
                Set.copyOf(names("suites.permit", config.suites_permit())),
                Map.of(
                        PluginKind.ROUTE, name(config.route(), "near"),
                        PluginKind.EXIT, name(config.exit(), "any"),
                        PluginKind.PAYMENT, name(config.payment(), "free")),
                Duration.ofSeconds(grace));
    }

    /** Whether plugins of this kind stand in an order of preference, instead of one being chosen by name. */
    static boolean ordered(PluginKind kind) {
        return kind == PluginKind.TRANSPORT || kind == PluginKind.SUITE;
    }

    /** The configuration key that {@link #preferring} changes. */
    static String key(PluginKind kind) {
        return switch (kind) {
            case TRANSPORT -> "transports.prefer";
            case SUITE -> "suites.prefer";
            case ROUTE, EXIT, PAYMENT -> kind.word();
        };
    }

    /** The value under {@link #key}, as a .cfg file writes it. */
    String value(PluginKind kind) {
        return ordered(kind) ? String.join(",", prefer.get(kind)) : chosen.get(kind);
    }

    boolean forbids(PluginKind kind, String name) {
        Set<String> names = forbid.getOrDefault(kind, Set.of());
        return names.contains(name) || names.contains(EVERY);
    }

    /** These settings with {@code name} in first place of its kind. */
    Settings preferring(PluginKind kind, String name) {
        if (ordered(kind)) {
            var order = new ArrayList<>(prefer.get(kind));
            order.remove(name);
            order.add(0, name);
            return new Settings(with(prefer, kind, List.copyOf(order)), forbid, permit, chosen, grace);
        }
        return new Settings(prefer, forbid, permit, with(chosen, kind, name), grace);
    }

    private static <V> Map<PluginKind, V> with(Map<PluginKind, V> map, PluginKind kind, V value) {
        var changed = new EnumMap<PluginKind, V>(PluginKind.class);
        changed.putAll(map);
        changed.put(kind, value);
        return changed;
    }

    private static List<String> names(String key, String[] values) {
        var names = new LinkedHashSet<String>();
        for (String value : values) {
            Arrays.stream(value.split(",", -1))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .forEach(names::add);
        }
        if (names.size() > MAX_NAMES) {
            throw new IllegalArgumentException(key + " holds at most " + MAX_NAMES + " names");
        }
        return List.copyOf(names);
    }

    /** An empty value in a file means the default. */
    private static String name(String value, String ifEmpty) {
        return value.isBlank() ? ifEmpty : value.strip();
    }
}
