package org.port17.netmap;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.column.Cells;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.column.Row;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;

/**
 * The newest map, records and prekeys that passed every check. Guarantee: a map is taken only if enough authorities signed
 * it, it is valid now, and it is not older than any map seen before; a record only if the map commits to it. After proof that
 * authorities signed two maps of one number nothing is taken any more. One thread.
 */
final class HeldMap {
    /** A map may be dated this far ahead of this computer's clock. */
    static final long FUTURE_MILLIS = 3_600_000;

    private static final int MAX_PREKEYS_PER_NODE = 128;
    private final Quorum quorum;
    private final InstantSource clock;
    private MapHead newest;
    private MapHead head;
    private Columns columns;
    private Cells cells;
    private MapFork fork;
    private Map<ByteBuffer, SignedNode> records = Map.of();
    private Map<ByteBuffer, SignedPrekey> verified = Map.of();
    private Map<NodeId, List<SignedPrekey>> prekeys = Map.of();
    private String prekeyTag = "";

    HeldMap(Quorum quorum, InstantSource clock) {
        this.quorum = quorum;
        this.clock = clock;
    }

    /**
     * Judges a head. The map held stays what it is until {@link #take}.
     *
     * @throws Port17Exception BAD_INPUT, TAMPERED; REPLAYED if a newer one was seen; TIMEOUT if it expired; PROTOCOL if it
     *     proves a fork
     */
    MapHead judge(byte[] bytes) throws Port17Exception {
        MapHead fresh = MapHead.parse(bytes, quorum);
        stopIfForked();
        long epoch = fresh.statement().epoch();
        if (newest != null && fresh.forks(newest)) {
            fork = new MapFork(newest.bytes(), fresh.bytes());
            head = null;
            stopIfForked();
        }
        if (newest != null && epoch < newest.statement().epoch()) {
            throw new Port17Exception(
                    ErrorKind.REPLAYED,
                    Retry.LATER,
                    "map " + epoch + " is older than map " + newest.statement().epoch() + ", which was seen before");
        }
        long now = clock.millis();
        if (fresh.statement().created() > now + FUTURE_MILLIS) {
            throw new Port17Exception(
                    ErrorKind.BAD_INPUT,
                    Retry.LATER,
                    "map " + epoch + " is dated more than an hour ahead: check this computer's clock");
        }
        newest = fresh;
        if (fresh.statement().validUntil() <= now) {
            throw new Port17Exception(
                    ErrorKind.TIMEOUT,
                    Retry.LATER,
                    "map " + epoch + " has expired; if others have a map, check this computer's clock");
        }
        return fresh;
    }

    private void stopIfForked() throws Port17Exception {
        if (fork != null) {
            throw new Port17Exception(
                    ErrorKind.PROTOCOL,
                    Retry.NEVER,
                    "authorities signed two different maps of one number, so none is used any more. The proof lies beside"
                            + " the map's cache with the ending .fork; show it to the network's people before you remove it");
        }
    }

    /** Whether the columns at hand are the ones this head signs. */
    boolean has(MapHead signed) {
        return columns != null && rootOf(columns).equals(signed.statement().root());
    }

    /** Takes a map whose head was judged. @throws Port17Exception TAMPERED if the head signs other columns */
    void take(MapHead judged, Columns fresh) throws Port17Exception {
        if (!rootOf(fresh).equals(judged.statement().root())
                || fresh.size() != judged.statement().nodes()) {
            throw new Port17Exception(ErrorKind.TAMPERED, Retry.LATER, "map: its columns are not the ones signed");
        }
        if (columns == null || !columns.equals(fresh)) {
            columns = fresh;
            cells = new Cells(fresh);
            Map<ByteBuffer, SignedNode> kept = new HashMap<>();
            for (int row = 0; row < fresh.size(); row++) {
                ByteBuffer commitment = ByteBuffer.wrap(fresh.commitment(row));
                SignedNode record = records.get(commitment);
                if (record != null) {
                    kept.put(commitment, record);
                }
            }
            records = kept;
        }
        head = judged;
    }

    /** The columns to which a diff would be applied. */
    Optional<Columns> columns() {
        return Optional.ofNullable(columns);
    }

    /** Cells of which not all records are at hand. */
    List<Integer> incomplete() {
        List<Integer> missing = new ArrayList<>();
        for (int cell = 0; head != null && cell < cells.count(); cell++) {
            boolean complete = Arrays.stream(cells.rows(cell))
                    .allMatch(row -> records.containsKey(ByteBuffer.wrap(columns.commitment(row))));
            if (!complete) {
                missing.add(cell);
            }
        }
        return missing;
    }

    /**
     * Takes those records that the map commits to.
     *
     * @return how many were refused: malformed, forged, or not in the map
     */
    int records(byte[] bytes) throws Port17Exception {
        RecordBundle bundle = RecordBundle.parse(
                bytes,
                Columns.MAX_NODES,
                raw -> records.get(ByteBuffer.wrap(Arrays.copyOf(Signatures.sha256(raw), commitmentBytes()))));
        Map<ByteBuffer, SignedNode> committed = new HashMap<>();
        for (int row = 0; columns != null && row < columns.size(); row++) {
            committed.put(ByteBuffer.wrap(columns.commitment(row)), null);
        }
        int refused = bundle.refused();
        for (SignedNode record : bundle.records()) {
            ByteBuffer commitment = ByteBuffer.wrap(RecordRows.commitment(record));
            if (committed.containsKey(commitment)) {
                records.put(commitment, record);
            } else {
                refused++;
            }
        }
        return refused;
    }

    private static int commitmentBytes() {
        return Row.COMMITMENT;
    }

    /** All records at hand, for the cache. */
    byte[] records() {
        return RecordBundle.write(records.values());
    }

    /**
     * Takes a whole set of prekeys in place of the one held.
     *
     * @return how many records were refused
     */
    int prekeys(byte[] bytes) throws Port17Exception {
        PrekeySet set = PrekeySet.parse(
                bytes, PrekeySet.MAX_RECORDS, raw -> verified.get(ByteBuffer.wrap(Signatures.sha256(raw))));
        Map<ByteBuffer, SignedPrekey> digests = new HashMap<>();
        Map<NodeId, List<SignedPrekey>> byNode = new HashMap<>();
        for (SignedPrekey prekey : set.prekeys()) {
            List<SignedPrekey> own = byNode.computeIfAbsent(prekey.record().node(), id -> new ArrayList<>());
            boolean isNew = digests.put(ByteBuffer.wrap(prekey.record().digest()), prekey) == null;
            if (isNew && own.size() < MAX_PREKEYS_PER_NODE) {
                own.add(prekey);
            }
        }
        byNode.values()
                .forEach(list -> list.sort(
                        Comparator.<SignedPrekey>comparingLong(p -> p.record().notBefore())
                                .reversed()));
        verified = digests;
        prekeys = byNode;
        prekeyTag = prekeyTag(bytes);
        return set.refused();
    }

    /** Drops a map whose time is over. @return whether it did */
    boolean expire() {
        if (head == null || clock.millis() < head.statement().validUntil()) {
            return false;
        }
        head = null;
        return true;
    }

    /** @param split what comparing with other sources said */
    VerifiedView view(MapFacts.Split split) {
        if (head == null) {
            return VerifiedView.empty(fork != null ? MapFacts.Split.FORKED : split);
        }
        return VerifiedView.of(new VerifiedView.Source(head, quorum, columns, records, split), prekeys, clock);
    }

    /** The entity tag an authority gives the head held: its epoch in decimal; empty if none is held. */
    String mapTag() {
        return head == null ? "" : Long.toString(head.statement().epoch());
    }

    String prekeyTag() {
        return prekeyTag;
    }

    int prekeyCount() {
        return verified.size();
    }

    Optional<MapFork> fork() {
        return Optional.ofNullable(fork);
    }

    /** Takes proof from an earlier run. @throws Port17Exception BAD_INPUT or TAMPERED if it proves nothing */
    void fork(MapFork proof) throws Port17Exception {
        if (!MapHead.parse(proof.one(), quorum).forks(MapHead.parse(proof.other(), quorum))) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the proof of a fork proves none");
        }
        fork = proof;
        head = null;
    }

    /** The entity tag an authority gives a prekey set: 16 hexadecimal digits of its SHA-256. */
    static String prekeyTag(byte[] set) {
        return HexFormat.of().formatHex(Signatures.sha256(set), 0, 8);
    }

    static String rootOf(Columns columns) {
        return HexFormat.of().formatHex(columns.root());
    }
}
