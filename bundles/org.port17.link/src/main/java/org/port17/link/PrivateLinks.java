package org.port17.link;

import java.time.Duration;
import org.port17.api.Loop;
import org.port17.netmap.NetMap;
import org.port17.node.ThisNode;
import org.port17.plugins.Plugins;

/**
 * Links of a made-up process inside this one: the classes that serve real neighbours, over whatever the given plugins
 * offer. Not this process's links, in no view of them, and not configured. All calls on the loop.
 */
public final class PrivateLinks implements AutoCloseable {
    private static final LinkSettings.Bounds BOUNDS =
            new LinkSettings.Bounds(64 << 20, 64 << 20, 64 << 20, 4_096, 64, 64, 1_000_000);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration RESUME = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofHours(2);
    private static final Duration IDLE = Duration.ofHours(1);
    private final LinkService links;

    /**
     * @param self null for a process that is no node
     * @param keepAlive after so long without sending, about, a link pings
     */
    public PrivateLinks(Loop loop, Plugins plugins, NetMap map, ThisNode self, Duration keepAlive) {
        LinkSettings.Times times = new LinkSettings.Times(HANDSHAKE, RESUME, keepAlive, SILENCE, IDLE);
        links = new LinkService(new LinkContext(loop, plugins, map, self, new LinkSettings(BOUNDS, times)));
    }

    public Links links() {
        return links;
    }

    /** Ends every link; circuits on them end too. */
    @Override
    public void close() {
        links.stop();
    }
}
