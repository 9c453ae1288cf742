package org.port17.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.Edition;
import org.port17.mirror.door.History;
import org.port17.mirror.door.Issued;
import org.port17.mirror.door.MapDoor;
import org.port17.mirror.door.RateLimit;
import org.port17.netmap.MapMirror;
import org.port17.netmap.MapPieces;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.PrekeySet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out the maps that this process holds, as an authority hands out its own: heads, columns, diffs between the last of them,
 * records, the prekeys that a head names. It takes nothing from anybody. What it hands out was verified here, and is again by whoever
 * takes it.
 */
public final class Mirror implements MapMirror, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    private final History history = new History();
    private final MapDoor door;
    private int port;
    private AutoCloseable listening = () -> {};

    private Mirror() {
        RateLimit reads = new RateLimit(100, 1_000, System::nanoTime);
        RateLimit writes = new RateLimit(1, 1, System::nanoTime);
        this.door = new MapDoor("port17-mirror-http", history, reads, writes, call -> false);
    }

    /** Opens the port; 0 takes a free one. @throws Port17Exception CONFIG, with the port, if it is taken or may not be used */
    public static Mirror open(String host, int port, NetMap map) throws Port17Exception {
        Mirror mirror = new Mirror();
        mirror.port = mirror.door.open(host, port);
        mirror.listening = map.onChange(mirror::take);
        mirror.take(map.current());
        return mirror;
    }

    @Override
    public int port() {
        return port;
    }

    /** Comes twice at the start, from two threads. */
    private synchronized void take(MapView view) {
        Optional<MapPieces> now = view.pieces();
        if (now.isEmpty()) {
            return; // what was handed out goes on until it is replaced: readers know when a map is over
        }
        MapPieces pieces = now.get();
        long epoch = pieces.head().statement().epoch();
        Optional<Issued> newest = history.newest();
        boolean known = newest.filter(map -> map.epoch() > epoch
                        || map.epoch() == epoch
                                && map.edition().nodes().size()
                                        >= pieces.records().size()
                                && (map.prekeys().isPresent()
                                        || pieces.prekeys().isEmpty()))
                .isPresent();
        if (known) {
            return;
        }
        List<MapNode> nodes = new ArrayList<>(pieces.records().size());
        pieces.records().forEach(record -> nodes.add(MapNode.of(record)));
        boolean same = newest.filter(map -> map.edition().columns().equals(pieces.columns())
                        && map.edition().nodes().equals(nodes))
                .isPresent();
        Edition edition = same ? newest.get().edition() : Edition.of(pieces.columns(), nodes);
        history.add(new Issued(pieces.head(), edition, prekeys(pieces)));
    }

    /** The same bytes for the maps that go with the same set. */
    private Optional<byte[]> prekeys(MapPieces pieces) {
        return history.prekeys(pieces.head().statement().prekeys())
                .or(() -> pieces.prekeys().map(PrekeySet::write));
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (Exception e) {
            LOG.warn("the mirror could not stop listening to the map", e);
        }
        door.close();
    }
}
