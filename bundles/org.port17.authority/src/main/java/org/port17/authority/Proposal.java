package org.port17.authority;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.format.SignedNode;

/**
 * A whole map on its way between authorities: length of the head u32, the head, length of the columns u32, the columns, the
 * records as a bundle. Guarantee: head, columns and records belong together, every record verifies.
 *
 * @param records in the order of the columns' rows
 */
record Proposal(MapHead head, Columns columns, List<SignedNode> records) {
    static byte[] write(byte[] head, Edition map) {
        byte[] bundle =
                RecordBundle.write(map.nodes().stream().map(n -> n.record()).toList());
        return ByteBuffer.allocate(2 * Integer.BYTES + head.length + map.packed().length + bundle.length)
                .putInt(head.length)
                .put(head)
                .putInt(map.packed().length)
                .put(map.packed())
                .put(bundle)
                .array();
    }

    /**
     * @param bundle the records
     * @throws Port17Exception BAD_INPUT or TAMPERED if the parts do not fit together
     */
    static Proposal of(MapHead head, Columns columns, byte[] bundle) throws Port17Exception {
        RecordBundle records = RecordBundle.parse(bundle, columns.size(), raw -> null);
        return together(head, columns, records);
    }

    private static Proposal together(MapHead head, Columns columns, RecordBundle bundle) throws Port17Exception {
        boolean signs = head.statement().root().equals(HexFormat.of().formatHex(columns.root()))
                && head.statement().nodes() == columns.size();
        if (!signs || bundle.refused() > 0 || bundle.records().size() != columns.size()) {
            throw new Port17Exception(ErrorKind.TAMPERED, "the proposed head, columns and records do not fit together");
        }
        Map<ByteBuffer, SignedNode> byCommitment = new HashMap<>();
        bundle.records().forEach(r -> byCommitment.put(ByteBuffer.wrap(RecordRows.commitment(r)), r));
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
        return new Proposal(head, columns, records);
    }

    /** The map as this authority holds it from now on. */
    Issued issued() {
        List<MapNode> nodes = new ArrayList<>();
        for (int row = 0; row < records.size(); row++) {
            Shape.Traits traits = columns.shape(row).traits();
            long since = firstSeen(row);
            nodes.add(
                    new MapNode(records.get(row), traits.trusted(), traits.certified(), columns.capacity(row), since));
        }
        nodes.sort(Comparator.comparing(n -> n.record().id()));
        return new Issued(head, Edition.of(columns, nodes));
    }

    /** When the map says that the node of a row was first seen, seconds since 1970: the beginning of that week. */
    long firstSeen(int row) {
        return head.statement().founded() + columns.week(row) * 7L * 86_400;
    }
}
