package org.port17.authority;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.port17.netmap.column.Cells;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.format.SignedNode;

/**
 * A map before anybody signed it.
 *
 * @param root of its columns, hexadecimal
 * @param packed its columns for the wire; not modified
 */
record Edition(Columns columns, String root, byte[] packed, Cells cells, List<MapNode> nodes) {
    static Edition of(Columns columns, List<MapNode> nodes) {
        String root = HexFormat.of().formatHex(columns.root());
        return new Edition(columns, root, columns.bytes(), new Cells(columns), List.copyOf(nodes));
    }

    /** Records of all nodes in a cell, in the order of the columns; nothing if there is no such cell. */
    Optional<byte[]> records(int cell) {
        if (cell < 0 || cell >= cells.count()) {
            return Optional.empty();
        }
        Map<ByteBuffer, SignedNode> byCommitment = new HashMap<>();
        nodes.forEach(n -> byCommitment.put(ByteBuffer.wrap(RecordRows.commitment(n.record())), n.record()));
        List<SignedNode> records = new ArrayList<>();
        for (int row : cells.rows(cell)) {
            records.add(byCommitment.get(ByteBuffer.wrap(columns.commitment(row))));
        }
        return Optional.of(RecordBundle.write(records));
    }
}
