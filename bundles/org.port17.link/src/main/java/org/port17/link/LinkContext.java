package org.port17.link;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.port17.api.Loop;
import org.port17.api.NodeId;
import org.port17.cell.CellClass;
import org.port17.cell.FramePool;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.node.ThisNode;
import org.port17.plugins.Plugins;
import org.port17.spi.suite.CipherSuite;

/** What all links of a process share. On the loop. */
final class LinkContext {
    private final Loop loop;
    private final Plugins plugins;
    private final NetMap netMap;
    private final ThisNode self;
    private final LinkSettings settings;
    private final FramePool frames = new FramePool();
    private final SecureRandom random = new SecureRandom();
    private final byte[] scratch = new byte[CellClass.BULK.recordSize()];
    private final LinkTable links = new LinkTable(this::lists);
    private final Held held = new Held();

    /** What the newest map permits, or the last there was; null before the first. */
    private Set<Integer> byMap;

    /** The newest map, or the last there was; null before the first. */
    private MapView last;

    /** @param self null in a plain client */
    LinkContext(Loop loop, Plugins plugins, NetMap netMap, ThisNode self, LinkSettings settings) {
        this.loop = loop;
        this.plugins = plugins;
        this.netMap = netMap;
        this.self = self;
        this.settings = settings;
    }

    Loop loop() {
        return loop;
    }

    Plugins plugins() {
        return plugins;
    }

    NetMap netMap() {
        return netMap;
    }

    ThisNode self() {
        return self;
    }

    LinkSettings settings() {
        return settings;
    }

    FramePool frames() {
        return frames;
    }

    SecureRandom random() {
        return random;
    }

    /** Room for one record on its way out; used within one call only. */
    byte[] scratch() {
        return scratch;
    }

    /**
     * Suites for links that this process and the map permit, best first. A map that expired goes on forbidding what it
     * forbade, and ends no link that it permitted.
     */
    List<CipherSuite> permitted() {
        MapView map = netMap.current();
        if (map.epoch() != 0) {
            byMap = map.permittedSuites();
        }
        return plugins.suites().stream()
                .filter(suite -> byMap == null || byMap.contains(suite.traits().id()))
                .filter(suite -> Hello.fits(suite.traits()))
                .toList();
    }

    /** Whether the newest map has this node, or the last there was. */
    private boolean lists(NodeId node) {
        MapView map = netMap.current();
        if (map.epoch() != 0) {
            last = map;
        }
        return last != null && last.node(node).isPresent();
    }

    static List<Integer> ids(List<CipherSuite> suites) {
        return suites.stream().map(suite -> suite.traits().id()).toList();
    }

    LinkTable links() {
        return links;
    }

    Held held() {
        return held;
    }
}
