package org.port17.netmap;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.ColumnDiff;
import org.port17.netmap.column.Columns;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.http.AuthorityClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the newest map into {@link HeldMap}: head, then columns (by a diff where one leads from those at hand), then the
 * records of cells that changed, then prekeys. Where a network has several authorities they are asked in a random order, and
 * the map is used only after a second one was asked for the same map. One thread.
 */
final class MapFetch {
    private static final Logger LOG = LoggerFactory.getLogger(MapFetch.class);
    private final List<AuthorityClient> sources = new ArrayList<>();
    private final HeldMap held;
    private final Optional<MapCache> cache;
    private MapFacts.Split split;

    MapFetch(NetMapSettings settings, HeldMap held, Optional<MapCache> cache) {
        for (URI source : settings.sources()) {
            sources.add(new AuthorityClient(source));
        }
        this.held = held;
        this.cache = cache;
        this.split = sources.size() == 1 ? MapFacts.Split.ALONE : MapFacts.Split.UNCHECKED;
    }

    /** What the last comparison said. */
    MapFacts.Split split() {
        return split;
    }

    void close() {
        sources.forEach(AuthorityClient::close);
    }

    /**
     * Asks one authority after the other until one gives a good answer.
     *
     * @param changed told when something new is held, also if what should follow did not come
     * @throws Port17Exception what the last of them failed with, or PROTOCOL if authorities signed two maps of one number
     */
    void poll(Runnable changed) throws Port17Exception {
        Collections.shuffle(sources);
        Port17Exception last = null;
        for (int i = 0; i < sources.size(); i++) {
            try {
                poll(i, changed);
                return;
            } catch (Port17Exception e) {
                if (held.fork().isPresent()) {
                    cache.ifPresent(c -> c.saveFork(held.fork().get()));
                    changed.run();
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    private void poll(int first, Runnable changed) throws Port17Exception {
        boolean fresh = false;
        try {
            fresh = map(first);
            fresh |= records(sources.get(first));
            fresh |= prekeys(sources.get(first));
        } finally {
            if (fresh) {
                changed.run();
            }
        }
    }

    private boolean map(int first) throws Port17Exception {
        AuthorityClient from = sources.get(first);
        Optional<byte[]> bytes = from.fetch("/v1/head", held.mapTag(), MapHead.MAX_BYTES);
        if (bytes.isEmpty()) {
            return false;
        }
        MapHead head = held.judge(bytes.get());
        Columns columns = held.has(head) ? held.columns().orElseThrow() : columns(from, head);
        compare(first, head);
        held.take(head, columns);
        cache.ifPresent(c -> c.saveMap(head, columns));
        return true;
    }

    private Columns columns(AuthorityClient from, MapHead head) throws Port17Exception {
        String root = head.statement().root();
        Optional<Columns> before = held.columns();
        if (before.isPresent()) {
            try {
                Optional<byte[]> diff =
                        from.fetch("/v1/diff/" + HeldMap.rootOf(before.get()) + "/" + root, "", Columns.MAX_BYTES);
                return ColumnDiff.apply(before.get(), diff.orElseThrow());
            } catch (Port17Exception e) {
                // Too long ago, or not to be had from here: the whole map then.
                LOG.debug("no diff", e);
            }
        }
        return Columns.parse(from.fetch("/v1/columns/" + root, "", Columns.MAX_BYTES)
                .orElseThrow(() -> new Port17Exception(ErrorKind.PROTOCOL, "the authority sends no columns")));
    }

    /** Asks the others for the head of the same number until one answers. Two of one number prove a fork. */
    private void compare(int first, MapHead head) throws Port17Exception {
        for (int i = 1; i < sources.size() && split != MapFacts.Split.FORKED; i++) {
            AuthorityClient other = sources.get((first + i) % sources.size());
            try {
                Optional<byte[]> bytes =
                        other.fetch("/v1/head/" + head.statement().epoch(), "", MapHead.MAX_BYTES);
                split = held.judge(bytes.orElse(new byte[0])).agrees(head) ? MapFacts.Split.AGREED : split;
                return;
            } catch (Port17Exception e) {
                if (held.fork().isPresent()) {
                    split = MapFacts.Split.FORKED;
                    throw e;
                }
                LOG.debug("a second authority gives no head to compare with", e);
            }
        }
    }

    private boolean records(AuthorityClient from) throws Port17Exception {
        boolean fresh = false;
        List<Integer> incomplete = held.incomplete();
        if (incomplete.isEmpty()) {
            return false;
        }
        String root = HeldMap.rootOf(held.columns().orElseThrow());
        for (int cell : incomplete) {
            Optional<byte[]> bundle = from.fetch("/v1/records/" + root + "/" + cell, "", RecordBundle.MAX_BYTES);
            if (bundle.isPresent()) {
                int refused = held.records(bundle.get());
                fresh = true;
                if (refused > 0) {
                    LOG.warn("{} node records were malformed, forged or not in the map and are left out", refused);
                }
            }
        }
        cache.ifPresent(c -> c.saveRecords(held.records()));
        return fresh;
    }

    private boolean prekeys(AuthorityClient from) throws Port17Exception {
        Optional<byte[]> set = from.fetch("/v1/prekeys", held.prekeyTag(), PrekeySet.MAX_BYTES);
        if (set.isEmpty()) {
            return false;
        }
        int refused = held.prekeys(set.get());
        cache.ifPresent(c -> c.savePrekeys(set.get()));
        if (refused > 0) {
            LOG.warn("{} prekey records were malformed or forged and are left out", refused);
        }
        return true;
    }
}
