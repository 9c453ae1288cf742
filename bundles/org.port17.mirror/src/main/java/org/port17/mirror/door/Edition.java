package org.port17.mirror.door;

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
 * @param nodes those whose records are at hand; at an authority all of them
 * @param root of its columns, hexadecimal
 * @param packed its columns for the wire; not modified
 */
public record Edition(Columns columns, String root, byte[] packed, Cells cells, List<MapNode> nodes) {
    public static Edition of(Columns columns, List<MapNode> nodes) {
        String root = HexFormat.of().formatHex(columns.root());
        return new Edition(columns, root, columns.bytes(), new Cells(columns), List.copyOf(nodes));
    }

    /** Records of a cell's nodes as far as they are at hand, in the order of the columns; nothing if there is no such cell. */
    public Optional<byte[]> records(int cell) {
        if (cell < 0 || cell >= cells.count()) {
            return Optional.empty();
        }
        Map<ByteBuffer, SignedNode> byCommitment = new HashMap<>();
        nodes.forEach(n -> byCommitment.put(ByteBuffer.wrap(RecordRows.commitment(n.record())), n.record()));
        List<SignedNode> records = new ArrayList<>();
        for (int row : cells.rows(cell)) {
            SignedNode record = byCommitment.get(ByteBuffer.wrap(columns.commitment(row)));
            if (record != null) {
                records.add(record);
            }
        }
        return Optional.of(RecordBundle.write(records));
    }
}
