package org.port17.netmap;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.port17.api.ErrorKind;
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

/**
 * The newest map, records and prekeys that passed every check. Guarantee: a map is taken only if enough authorities signed
 * it, it is valid now, and it is not older than any map seen before; a record only if the map commits to it. Of authorities that
 * are proven to have signed two maps of one number nothing counts any more. One thread.
 */
final class HeldMap {
    /** A map may be dated this far ahead of this computer's clock. */
    static final long FUTURE_MILLIS = 3_600_000;

    private final Signers signers;
    private final InstantSource clock;
    private MapHead newest;
    private MapHead head;
    private Columns columns;
    private Cells cells;
    private Map<ByteBuffer, SignedNode> records = Map.of();
    private final HeldPrekeys prekeys = new HeldPrekeys();

    HeldMap(Quorum quorum, InstantSource clock) {
        this.signers = new Signers(quorum);
        this.clock = clock;
    }

    /**
     * Judges a head. The map held stays what it is until {@link #take}.
     *
     * @throws Port17Exception BAD_INPUT, TAMPERED; REPLAYED if a newer one was seen; TIMEOUT if it expired; PROTOCOL if it
     *     proves a fork
     */
    MapHead judge(byte[] bytes) throws Port17Exception {
        signers.check();
        MapHead fresh = MapHead.parse(bytes, signers.counted());
        long epoch = fresh.statement().epoch();
        if (newest != null && fresh.forks(newest)) {
            forked(newest, fresh);
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

    private void forked(MapHead one, MapHead other) throws Port17Exception {
        try {
            signers.forked(one, other);
        } finally {
            if (head != null && !signers.enough(head)) {
                head = null;
            }
            boolean named = prekeys.named().filter(signers::enough).isPresent();
            if (!named && head != null && prekeys.of(head)) {
                prekeys.namedBy(head);
            } else if (!named) {
                prekeys.drop();
            }
        }
        if (!signers.enough(other)) {
            throw new Port17Exception(
                    ErrorKind.PROTOCOL,
                    Retry.LATER,
                    "authorities signed two different maps of one number; " + signers.ignored()
                            + " that signed both count no more. The proof lies beside the map's cache with the ending .fork");
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

    /** Of the map in use. */
    Optional<MapHead> head() {
        return Optional.ofNullable(head);
    }

    /** Whether the map in use is valid now. */
    boolean current() {
        return head != null && clock.millis() < head.statement().validUntil();
    }

    /** How many nodes are in a cell of the map in use. */
    int nodes(int cell) {
        return cells.rows(cell).length;
    }

    /** The columns to which a diff would be applied. */
    Optional<Columns> columns() {
        return Optional.ofNullable(columns);
    }

    /** Cells of which not all records are at hand. */
    List<Integer> incomplete() {
        List<Integer> missing = new ArrayList<>();
        for (int cell = 0; head != null && cell < cells.count(); cell++) {
            if (!complete(cell)) {
                missing.add(cell);
            }
        }
        return missing;
    }

    /** Whether all records of a cell of the map in use are at hand. */
    boolean complete(int cell) {
        return Arrays.stream(cells.rows(cell))
                .allMatch(row -> records.containsKey(ByteBuffer.wrap(columns.commitment(row))));
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

    /** The records at hand. */
    Collection<SignedNode> nodes() {
        return records.values();
    }

    /** All records at hand, for the cache. */
    byte[] records() {
        return RecordBundle.write(records.values());
    }

    /** Whether the prekeys that go with the map in use are at hand; true if there is no map. */
    boolean hasPrekeys() {
        return head == null || prekeys.of(head);
    }

    /**
     * Takes the prekeys that go with the map in use.
     *
     * @return how many records were refused: malformed or forged
     * @throws Port17Exception TAMPERED if the map's head names another set, or there is no map
     */
    int prekeys(byte[] set) throws Port17Exception {
        if (head == null) {
            throw new Port17Exception(ErrorKind.TAMPERED, Retry.LATER, "prekeys: no map at hand names them");
        }
        return prekeys.take(head, set);
    }

    /**
     * Takes back from the cache the prekeys that went with a map, which need not be the one in use.
     *
     * @throws Port17Exception TAMPERED if too few authorities signed that head, or it names another set
     */
    int prekeys(byte[] namedBy, byte[] set) throws Port17Exception {
        return prekeys.take(MapHead.parse(namedBy, signers.counted()), set);
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
            return VerifiedView.empty(signers.stopped() ? MapFacts.Split.FORKED : split);
        }
        return VerifiedView.of(
                new VerifiedView.Source(head, signers, columns, records, split, prekeys.set(head)),
                prekeys.byNode(),
                clock);
    }

    /** The entity tag an authority gives the head held: its epoch in decimal; empty if none is held. */
    String mapTag() {
        return head == null ? "" : Long.toString(head.statement().epoch());
    }

    /** Longest set of prekeys that can go with the map in use. */
    int prekeyBytes() {
        return head == null
                ? 0
                : PrekeySet.most(
                        head.statement().nodes(), head.statement().suites().size());
    }

    int prekeyCount() {
        return prekeys.size();
    }

    Signers signers() {
        return signers;
    }

    static String rootOf(Columns columns) {
        return HexFormat.of().formatHex(columns.root());
    }
}
