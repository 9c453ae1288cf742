package org.port17.netmap;

import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.column.ColumnDiff;
import org.port17.netmap.column.Columns;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.http.AuthorityClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the newest map into {@link HeldMap}: head, then columns (by a diff where one leads from those at hand), then the
 * records of cells that changed, then the prekeys that the head names. All but the head, which commits to the rest, comes from a
 * node that hands it out, if the map at hand names one ({@link MirrorTurn}); what it does not give, and the head, from the
 * authority. Where a network has several authorities they are asked in a random order, and a map is used only if a second one has
 * the same; or if none answers and there is no other map to use. A source that does not give all is not the last one asked, and one
 * that is slow is left while there are others ({@link AuthorityTurn}). One thread.
 */
final class MapFetch {
    private static final Logger LOG = LoggerFactory.getLogger(MapFetch.class);
    private final List<AuthorityClient> sources = new ArrayList<>();
    private final HeldMap held;
    private final Optional<MapCache> cache;
    private MapFacts.Split split;
    private final Random random = new SecureRandom();
    private String waiting = "";
    private MirrorTurn mirror;
    private volatile boolean isMirror;

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

    /** Whether this process hands out maps itself: then it asks authorities only, since it might ask itself. */
    void amMirror(boolean am) {
        isMirror = am;
    }

    /**
     * Asks one authority after the other until one gives a good answer.
     *
     * @param changed told when something new is held, also if what should follow did not come
     * @throws Port17Exception what the last of them failed with, or PROTOCOL if authorities signed two maps of one number and too few others are left
     */
    void poll(Runnable changed) throws Port17Exception {
        Collections.shuffle(sources);
        mirror = new MirrorTurn(() -> isMirror ? Optional.empty() : Mirrors.any(held.nodes(), random));
        try {
            pollSources(changed);
        } finally {
            mirror.close();
        }
    }

    private void pollSources(Runnable changed) throws Port17Exception {
        Port17Exception last = null;
        for (int i = 0; i < sources.size(); i++) {
            int proofs = held.signers().proofs().size();
            try {
                poll(i, changed);
                return;
            } catch (Port17Exception e) {
                last = e;
            }
            if (held.signers().proofs().size() > proofs) {
                cache.ifPresent(c -> c.saveForks(held.signers().proofs()));
                changed.run();
            }
            if (held.signers().stopped()) {
                throw last;
            }
        }
        throw last;
    }

    private void poll(int first, Runnable changed) throws Port17Exception {
        boolean fresh = false;
        AuthorityClient source = sources.get(first);
        Source turn = first == sources.size() - 1 ? source::fetch : new AuthorityTurn(source)::fetch;
        try {
            fresh = map(first, turn);
            fresh |= records(turn);
            fresh |= prekeys(turn);
        } finally {
            if (fresh) {
                changed.run();
            }
        }
        if (!waiting.isEmpty()) {
            throw new Port17Exception(ErrorKind.NODE_UNREACHABLE, Retry.LATER, waiting);
        }
        if (!held.view(split).complete()) {
            throw new Port17Exception(
                    ErrorKind.NO_ROUTE,
                    Retry.LATER,
                    "records or prekeys of too many nodes of the map are missing; no route is planned until they come");
        }
    }

    /** @return whether another map is in use, or more is known of the one in use */
    private boolean map(int first, Source from) throws Port17Exception {
        waiting = "";
        Optional<byte[]> bytes = from.fetch("/v1/head", held.mapTag(), MapHead.MAX_BYTES);
        if (bytes.isEmpty()) {
            return split == MapFacts.Split.UNCHECKED
                    && held.head().isPresent()
                    && checked(first, held.head().get());
        }
        MapHead head = held.judge(bytes.get());
        MapFacts.Split compared = compare(first, head);
        boolean other = held.head().filter(head::agrees).isEmpty();
        if (compared == MapFacts.Split.UNCHECKED && other && held.current()) {
            waiting = "no second authority has map " + head.statement().epoch()
                    + " yet; the one before stays in use while it is valid";
            return false;
        }
        Columns columns = held.has(head) ? held.columns().orElseThrow() : columns(from, head);
        held.take(head, columns);
        split = other || compared != MapFacts.Split.UNCHECKED ? compared : split;
        cache.ifPresent(c -> c.saveMap(head, columns));
        return true;
    }

    private boolean checked(int first, MapHead head) throws Port17Exception {
        split = compare(first, head);
        return split != MapFacts.Split.UNCHECKED;
    }

    private Columns columns(Source from, MapHead head) throws Port17Exception {
        if (mirror.client().isPresent()) {
            try {
                return columnsOf(mirror.client().get()::fetch, head);
            } catch (Port17Exception e) {
                mirror.failed(e);
            }
        }
        return columnsOf(from, head);
    }

    private Columns columnsOf(Source from, MapHead head) throws Port17Exception {
        String root = head.statement().root();
        int nodes = head.statement().nodes();
        Optional<Columns> before = held.columns();
        if (before.isPresent()) {
            try {
                Optional<byte[]> diff = from.fetch(
                        "/v1/diff/" + HeldMap.rootOf(before.get()) + "/" + root,
                        "",
                        ColumnDiff.most(before.get(), nodes));
                Columns after = ColumnDiff.apply(before.get(), diff.orElseThrow(), nodes);
                if (HeldMap.rootOf(after).equals(root)) {
                    return after;
                }
                LOG.debug("a diff leads elsewhere");
            } catch (Port17Exception e) {
                // Too long ago, damaged, or not to be had from here: the whole map then.
                LOG.debug("no diff", e);
            }
        }
        byte[] packed = from.fetch("/v1/columns/" + root, "", Columns.most(nodes))
                .orElseThrow(() -> new Port17Exception(ErrorKind.PROTOCOL, "the authority sends no columns"));
        Columns columns = Columns.parse(packed, nodes);
        if (!HeldMap.rootOf(columns).equals(root)) {
            throw new Port17Exception(ErrorKind.TAMPERED, Retry.LATER, "map: its columns are not the ones signed");
        }
        return columns;
    }

    /** Asks the others for the head of the same number until one answers. Two of one number prove a fork. */
    private MapFacts.Split compare(int first, MapHead head) throws Port17Exception {
        for (int i = 1; i < sources.size(); i++) {
            AuthorityClient other = sources.get((first + i) % sources.size());
            int proofs = held.signers().proofs().size();
            try {
                Optional<byte[]> bytes =
                        other.fetch("/v1/head/" + head.statement().epoch(), "", MapHead.MAX_BYTES);
                if (held.judge(bytes.orElse(new byte[0])).agrees(head)) {
                    return MapFacts.Split.AGREED;
                }
            } catch (Port17Exception e) {
                if (held.signers().proofs().size() > proofs) {
                    throw e;
                }
                LOG.debug("a second authority gives no head to compare with", e);
            }
        }
        return sources.size() == 1 ? MapFacts.Split.ALONE : MapFacts.Split.UNCHECKED;
    }

    private boolean records(Source from) throws Port17Exception {
        boolean fresh = false;
        List<Integer> incomplete = held.incomplete();
        if (incomplete.isEmpty()) {
            return false;
        }
        String root = HeldMap.rootOf(held.columns().orElseThrow());
        for (int cell : incomplete) {
            if (mirror.client().isPresent()) {
                try {
                    int refused = records(mirror.client().get()::fetch, root, cell);
                    fresh = true;
                    if (refused > 0 || !held.complete(cell)) {
                        throw new Port17Exception(ErrorKind.TAMPERED, "records of a cell were forged or left out");
                    }
                } catch (Port17Exception e) {
                    mirror.failed(e);
                }
            }
            if (!held.complete(cell)) {
                int refused = records(from, root, cell);
                fresh = true;
                if (refused > 0) {
                    LOG.warn("{} node records were malformed, forged or not in the map and are left out", refused);
                }
            }
        }
        cache.ifPresent(c -> c.saveRecords(held.records()));
        return fresh;
    }

    /** @return how many were refused */
    private int records(Source from, String root, int cell) throws Port17Exception {
        Optional<byte[]> bundle =
                from.fetch("/v1/records/" + root + "/" + cell, "", RecordBundle.most(held.nodes(cell)));
        return bundle.isPresent() ? held.records(bundle.get()) : 0;
    }

    /** @return whether they came */
    private boolean prekeys(Source from) throws Port17Exception {
        if (held.hasPrekeys()) {
            return false;
        }
        if (mirror.client().isPresent()) {
            try {
                return prekeysOf(mirror.client().get()::fetch);
            } catch (Port17Exception e) {
                mirror.failed(e);
            }
        }
        return prekeysOf(from);
    }

    private boolean prekeysOf(Source from) throws Port17Exception {
        MapHead head = held.head().orElseThrow();
        byte[] set = from.fetch("/v1/prekeys/" + head.statement().prekeys(), "", held.prekeyBytes())
                .orElseThrow(() -> new Port17Exception(ErrorKind.PROTOCOL, "the source sends no prekeys"));
        int refused = held.prekeys(set);
        cache.ifPresent(c -> c.savePrekeys(head, set));
        if (refused > 0) {
            LOG.warn("{} prekey records were malformed or forged and are left out", refused);
        }
        return true;
    }

    /** Who is asked for parts of the map, see {@link AuthorityClient#fetch(String, String, int)}. */
    @FunctionalInterface
    private interface Source {
        Optional<byte[]> fetch(String path, String tag, int max) throws Port17Exception;
    }
}
