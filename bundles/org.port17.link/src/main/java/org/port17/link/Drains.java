package org.port17.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.spi.transport.Transport;

/** Moves links off transports and suites that are about to go. */
final class Drains implements PluginListener {
    private final LinkContext context;
    private final Reach reach;
    private final List<Doors> doors;
    private final List<Drain> running = new ArrayList<>();

    /** @param doors all open listeners; the list is shared and lives on the loop */
    Drains(LinkContext context, Reach reach, List<Doors> doors) {
        this.context = context;
        this.reach = reach;
        this.doors = doors;
        context.links().onChange(this::check);
    }

    private record Drain(Object plugin, CompletableFuture<Void> done) {}

    @Override
    public void changed(PluginKind kind) {
        if (kind != PluginKind.TRANSPORT && kind != PluginKind.SUITE) {
            return;
        }
        context.loop().execute(() -> {
            if (kind == PluginKind.TRANSPORT) {
                doors.forEach(Doors::pluginsChanged);
            }
            for (LinkSession link : context.links().all()) {
                if (link instanceof DialledLink dialled) {
                    dialled.pluginsChanged();
                }
            }
        });
    }

    @Override
    public CompletionStage<Void> draining(PluginKind kind, String name, Object plugin) {
        if (kind != PluginKind.TRANSPORT && kind != PluginKind.SUITE) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.loop().execute(() -> drain(plugin, done));
        return done;
    }

    private void drain(Object plugin, CompletableFuture<Void> done) {
        reach.leaves(plugin);
        running.add(new Drain(plugin, done));
        if (plugin instanceof Transport transport) {
            doors.forEach(open -> open.leave(transport));
        }
        // Peers can come back only if another door is open; else their links last as long as the transport does.
        boolean otherDoor = doors.stream().anyMatch(Doors::anyOpen);
        for (LinkSession link : context.links().all()) {
            if (uses(link, plugin)) {
                if (link instanceof DialledLink dialled) {
                    dialled.move();
                } else if (link instanceof AcceptedLink accepted && otherDoor && plugin instanceof Transport) {
                    accepted.leaveWire();
                }
            }
        }
        check();
    }

    /**
     * A transport must be left by every link. A suite only by those dialled here: the peer chose it for the others, and
     * what they hold of it goes on working.
     */
    private static boolean uses(LinkSession link, Object plugin) {
        Wire wire = link.wire();
        return wire != null && (wire.transport() == plugin || link.dialled() && wire.suite() == plugin);
    }

    private void check() {
        if (running.isEmpty()) {
            return;
        }
        for (Drain drain : List.copyOf(running)) {
            if (context.links().all().stream().noneMatch(link -> uses(link, drain.plugin()))) {
                running.remove(drain);
                reach.left(drain.plugin());
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
