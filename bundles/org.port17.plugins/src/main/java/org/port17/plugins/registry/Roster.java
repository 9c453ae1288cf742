package org.port17.plugins.registry;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is present, who is leaving and what that means under the settings in force. Every change makes a new snapshot
 * first and tells the listeners afterwards, so that they see the new order. Safe from any thread.
 */
final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);
    private final Audience audience = new Audience();
    /** Guards the sets, the settings and the making of a snapshot; nothing foreign is called under it. */
    private final Object lock = new Object();

    private final Set<Plugin> present = new LinkedHashSet<>();
    private final Set<Plugin> draining = new LinkedHashSet<>();
    private Settings settings;
    private volatile Snapshot snapshot;

    Roster(Settings settings) {
        this.settings = settings;
        this.snapshot = new Snapshot(present, draining, settings);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    AutoCloseable listen(PluginListener listener) {
        return audience.add(listener);
    }

    /** Puts settings in force and asks users off what they ruled out; one stage for each plugin being left. */
    List<CompletableFuture<Void>> apply(Settings next) {
        var changed = EnumSet.noneOf(PluginKind.class);
        var left = new ArrayList<Plugin>();
        synchronized (lock) {
            Snapshot before = snapshot;
            Snapshot after = new Snapshot(present, draining, next);
            for (PluginKind kind : PluginKind.values()) {
                if (!before.offered(kind).equals(after.offered(kind))
                        || !before.active(kind).equals(after.active(kind))) {
                    changed.add(kind);
                    left.addAll(SwapRules.leftBehind(kind, before, after));
                }
            }
            settings = next;
            draining.addAll(left);
            refresh();
        }
        changed.forEach(audience::changed);
        return left.stream().map(plugin -> drain(plugin, next)).toList();
    }

    void arrived(Plugin plugin) {
        synchronized (lock) {
            present.add(plugin);
            refresh();
        }
        LOG.info("{} {} is here", plugin.kind.word(), plugin.name);
        audience.changed(plugin.kind);
    }

    /** Asks users off a plugin that stops. Completes when they left or the grace time is over. */
    CompletableFuture<Void> leaving(PluginKind kind, Object service) {
        Optional<Plugin> found;
        Settings now;
        synchronized (lock) {
            found = find(kind, service);
            found.ifPresent(present::remove);
            found.ifPresent(draining::add);
            now = settings;
            refresh();
        }
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.info("{} {} leaves", kind.word(), found.get().name);
        audience.changed(kind);
        return drain(found.get(), now);
    }

    /** Strikes a plugin off without telling anyone, since everything stops. */
    void gone(PluginKind kind, Object service) {
        synchronized (lock) {
            find(kind, service).ifPresent(present::remove);
            refresh();
        }
    }

    private Optional<Plugin> find(PluginKind kind, Object service) {
        return present.stream()
                .filter(p -> p.kind == kind && p.service == service)
                .findFirst();
    }

    private CompletableFuture<Void> drain(Plugin plugin, Settings now) {
        return audience.leave(plugin, now.grace()).thenRun(() -> {
            synchronized (lock) {
                draining.remove(plugin);
                refresh();
            }
        });
    }

    private void refresh() {
        snapshot = new Snapshot(present, draining, settings);
    }
}
