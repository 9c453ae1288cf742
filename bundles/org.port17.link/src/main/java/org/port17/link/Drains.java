package org.port17.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Transport;

/**
 * Moves links off transports and suites that are about to go, or that are no longer the preferred ones.
 */
final class Drains implements PluginListener {
    private final LinkContext context;
    private final List<Doors> doors;
    private final List<Drain> running = new ArrayList<>();

    /** @param doors all open listeners; the list is shared and lives on the loop */
    Drains(LinkContext context, List<Doors> doors) {
        this.context = context;
        this.doors = doors;
        context.links().onChange(this::check);
    }

    /** @param goes whether the plugin is offered no longer, so that nothing may stay on it */
    private record Drain(Object plugin, boolean goes, CompletableFuture<Void> done) {}

    @Override
    public void changed(PluginKind kind) {
        if (kind != PluginKind.TRANSPORT && kind != PluginKind.SUITE) {
            return;
        }
        context.loop().execute(() -> {
            doors.forEach(Doors::pluginsChanged);
            dialled().forEach(DialledLink::pluginsChanged);
            if (kind == PluginKind.SUITE) {
                suitesChanged();
            }
        });
    }

    /** Suites may be permitted that were not, and nodes may be found elsewhere. */
    void mapChanged() {
        dialled().forEach(DialledLink::takeBetterWay);
        suitesChanged();
    }

    private List<DialledLink> dialled() {
        return context.links().all().stream()
                .filter(DialledLink.class::isInstance)
                .map(DialledLink.class::cast)
                .toList();
    }

    /** Other suites are there or permitted: links step to what is best now. */
    private void suitesChanged() {
        context.links().all().forEach(LinkSession::suitesChanged);
        check();
    }

    @Override
    public CompletionStage<Void> draining(PluginKind kind, String name, Object plugin) {
        if (kind != PluginKind.TRANSPORT && kind != PluginKind.SUITE) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.loop().execute(() -> {
            if (plugin instanceof Transport transport) {
                drain(transport, done);
            } else {
                drain((CipherSuite) plugin, done);
            }
        });
        return done;
    }

    private void drain(Transport transport, CompletableFuture<Void> done) {
        boolean goes = context.plugins().transports().stream().noneMatch(offered -> offered == transport);
        running.add(new Drain(transport, goes, done));
        for (LinkSession link : context.links().all()) {
            if (uses(link, transport)) {
                if (link instanceof DialledLink dialled) {
                    dialled.move(transport, goes);
                } else if (goes && link instanceof AcceptedLink accepted) {
                    accepted.leaveWire(); // the door is shut already, so the peer comes back by another one
                }
            }
        }
        check();
    }

    private void drain(CipherSuite suite, CompletableFuture<Void> done) {
        boolean goes = context.plugins().suites().stream().noneMatch(offered -> offered == suite);
        running.add(new Drain(suite, goes, done));
        for (LinkSession link : context.links().all()) {
            if (goes && link.uses(suite)) {
                link.leave(suite);
            }
        }
        check();
    }

    private static boolean uses(LinkSession link, Transport transport) {
        return link.wire() != null && link.wire().transport() == transport;
    }

    private static boolean holds(Drain drain, LinkSession link) {
        if (drain.plugin() instanceof Transport transport) {
            return uses(link, transport) && (drain.goes() || link instanceof DialledLink dialled && dialled.isMoving());
        }
        // A suite that others only come before is left by the links that want another one, which are dialled here.
        CipherSuite suite = (CipherSuite) drain.plugin();
        return link.uses(suite) && (drain.goes() || link instanceof DialledLink dialled && dialled.wantsOff(suite));
    }

    private void check() {
        for (Drain drain : List.copyOf(running)) {
            if (context.links().all().stream().noneMatch(link -> holds(drain, link))) {
                running.remove(drain);
                drain.done().complete(null);
            }
        }
    }

    /** Nothing is waited for any more. */
    void end() {
        running.forEach(drain -> drain.done().complete(null));
        running.clear();
    }
}
