package org.port17.authority;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.Edition;
import org.port17.mirror.door.Issued;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.column.Shape;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.format.SignedNode;

/**
 * A whole map on its way between authorities: length of the head u32, the head, length of the columns u32, the columns, length of
 * the prekey set u32, the set, the records as a bundle. Guarantee: head, columns, set and records belong together, every record
 * verifies. Of the set nothing but its digest was looked at: {@link ProposedPrekeys}.
 *
 * @param records in the order of the columns' rows
 * @param prekeys the set; do not modify
 */
record Proposal(MapHead head, Columns columns, List<SignedNode> records, byte[] prekeys) {
    static byte[] write(byte[] head, Edition map, byte[] prekeys) {
        byte[] bundle =
                RecordBundle.write(map.nodes().stream().map(n -> n.record()).toList());
        int length = 3 * Integer.BYTES + head.length + map.packed().length + prekeys.length + bundle.length;
        return ByteBuffer.allocate(length)
                .putInt(head.length)
                .put(head)
                .putInt(map.packed().length)
                .put(map.packed())
                .putInt(prekeys.length)
                .put(prekeys)
                .put(bundle)
                .array();
    }

    /**
     * @param bundles the records, in whatever order
     * @throws Port17Exception BAD_INPUT or TAMPERED if the parts do not fit together
     */
    static Proposal of(MapHead head, Columns columns, byte[] prekeys, List<byte[]> bundles) throws Port17Exception {
        if (!PrekeySet.digest(prekeys).equals(head.statement().prekeys())) {
            throw new Port17Exception(ErrorKind.TAMPERED, "the proposed head names other prekeys than those that came");
        }
        List<SignedNode> records = new ArrayList<>();
        for (byte[] bytes : bundles) {
            RecordBundle bundle = RecordBundle.parse(bytes, columns.size() - records.size(), raw -> null);
            if (bundle.refused() > 0) {
                throw new Port17Exception(ErrorKind.TAMPERED, "a record of a proposed map is malformed or forged");
            }
            records.addAll(bundle.records());
        }
        return new Proposal(head, columns, inOrder(head, columns, records), prekeys);
    }

    private static List<SignedNode> inOrder(MapHead head, Columns columns, List<SignedNode> bundle)
            throws Port17Exception {
        boolean signs = head.statement().root().equals(HexFormat.of().formatHex(columns.root()))
                && head.statement().nodes() == columns.size();
        if (!signs || bundle.size() != columns.size()) {
            throw new Port17Exception(ErrorKind.TAMPERED, "the proposed head, columns and records do not fit together");
        }
        Map<ByteBuffer, SignedNode> byCommitment = new HashMap<>();
        bundle.forEach(r -> byCommitment.put(ByteBuffer.wrap(RecordRows.commitment(r)), r));
        List<SignedNode> records = new ArrayList<>();
        for (int row = 0; row < columns.size(); row++) {
            SignedNode record = byCommitment.get(ByteBuffer.wrap(columns.commitment(row)));
            if (record == null) {
                throw new Port17Exception(ErrorKind.TAMPERED, "a proposed map lacks a record it commits to");
            }
            records.add(record);
        }
        Set<Object> ids = new HashSet<>();
        for (SignedNode record : records) {
            if (!ids.add(record.id()) || !ids.add(record.statement().name())) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "a proposed map holds a node or a name twice");
            }
        }
        return records;
    }

    /** The same map under a head with other signatures. */
    Proposal signed(MapHead complete) {
        return new Proposal(complete, columns, records, prekeys);
    }

    /** The map as this authority holds it from now on. */
    Issued issued() {
        List<MapNode> nodes = new ArrayList<>();
        for (int row = 0; row < records.size(); row++) {
            Shape.Traits traits = columns.shape(row).traits();
            long since = firstSeen(row);
            nodes.add(new MapNode(
                    records.get(row),
                    traits.trusted(),
                    traits.certified(),
                    columns.capacity(row),
                    since,
                    columns.measured(row)));
        }
        nodes.sort(Comparator.comparing(n -> n.record().id()));
        return new Issued(head, Edition.of(columns, nodes), Optional.of(prekeys));
    }

    /** When the map says that the node of a row was first seen, seconds since 1970: the beginning of that week. */
    long firstSeen(int row) {
        return head.statement().founded() + columns.week(row) * 7L * 86_400;
    }
}
