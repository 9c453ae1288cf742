package org.port17.circuit;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.port17.link.Links;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.plugins.Plugins;

/**
 * The usable part of the map, renewed when the map changes and every half minute, since prekeys expire. A large one is made
 * by a thread of its own while the one before serves. On the loop.
 */
final class Networks {
    private static final Duration FRESH = Duration.ofSeconds(30);
    /** So many nodes are looked through within a millisecond or two. */
    static final int SMALL = 2_000;

    private final Links links;
    private final NetMap map;
    private final Plugins plugins;
    private final OwnTrust trust;
    private final NodeSites sites;
    private final Consumer<UsableNetwork> prepare;
    private ExecutorService maker;
    private UsableNetwork network;
    private long epoch = -1;
    private long verified;
    private long madeAt;
    private boolean making;
    private boolean closed;

    /** @param prepare makes ready what plans in a large network will need; off the loop */
    Networks(
            Links links,
            NetMap map,
            Plugins plugins,
            OwnTrust trust,
            NodeSites sites,
            Consumer<UsableNetwork> prepare) {
        this.links = links;
        this.map = map;
        this.plugins = plugins;
        this.trust = trust;
        this.sites = sites;
        this.prepare = prepare;
    }

    UsableNetwork current() {
        MapView now = map.current();
        long nanos = links.loop().nanos();
        boolean stale = now.epoch() != epoch || now.verifiedAt() != verified || nanos - madeAt > FRESH.toNanos();
        if (network == null || stale) {
            if (network == null || now.nodes().size() <= SMALL) {
                keep(new UsableNetwork(now, plugins.suites(), trust, sites, links), now);
            } else if (!making && !closed) {
                make(now);
            }
        }
        return network;
    }

    private void keep(UsableNetwork made, MapView of) {
        network = made;
        epoch = of.epoch();
        verified = of.verifiedAt();
        madeAt = links.loop().nanos();
    }

    private void make(MapView now) {
        making = true;
        if (maker == null) {
            maker = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "port17-routes");
                thread.setDaemon(true);
                return thread;
            });
        }
        try {
            maker.execute(() -> {
                UsableNetwork made = made(now);
                links.loop().execute(() -> {
                    making = false;
                    // Nothing was forgotten meanwhile.
                    if (made != null && network != null) {
                        keep(made, now);
                    }
                });
            });
        } catch (RejectedExecutionException e) {
            making = false;
        }
    }

    private UsableNetwork made(MapView now) {
        try {
            UsableNetwork made = new UsableNetwork(now, plugins.suites(), trust, sites, links);
            prepare.accept(made);
            return made;
        } catch (RuntimeException e) {
            return null; // the one before serves, and the next call tries again
        }
    }

    /** Plugins changed: look again. */
    void forget() {
        network = null;
    }

    void close() {
        closed = true;
        if (maker != null) {
            maker.shutdownNow();
        }
    }
}
