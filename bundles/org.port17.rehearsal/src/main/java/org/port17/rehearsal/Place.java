package org.port17.rehearsal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.port17.link.Links;
import org.port17.netmap.NetMap;
import org.port17.node.ThisNode;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.Plugins;

/**
 * What one process of the made-up network has. All of it lives on one thread, the caller's, and is gone after the round.
 *
 * @param self null at the client
 */
public record Place(Links links, ThisNode self, NetMap map, Plugins plugins) {
    /** Has that run on the loop whenever another suite becomes the preferred one, until the round's network is gone. */
    public void onOtherSuite(Runnable move) {
        plugins.onChange(new PluginListener() {
            @Override
            public void changed(PluginKind kind) {
                if (kind == PluginKind.SUITE) {
                    links.loop().execute(move);
                }
            }

            @Override
            public CompletionStage<Void> draining(PluginKind kind, String name, Object plugin) {
                return CompletableFuture.completedFuture(null);
            }
        });
    }
}
