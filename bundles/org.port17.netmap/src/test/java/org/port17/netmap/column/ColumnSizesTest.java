package org.port17.netmap.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;

/** What a map of 100,000 nodes costs on the wire. */
class ColumnSizesTest {
    private static final int NODES = 100_000;

    @Test
    void wholeMapTakesAtMost28BytesANode() throws Port17Exception {
        Columns columns = Columns.of(new SyntheticNetwork(17).rows(NODES));
        byte[] bytes = columns.bytes();
        assertTrue(bytes.length <= 2_800_000, bytes.length + " bytes");
        assertEquals(columns, Columns.parse(bytes));
    }

    @Test
    void anHoursDiffTakesAtMost40Kilobytes() throws Port17Exception {
        SyntheticNetwork network = new SyntheticNetwork(18);
        List<Row> rows = network.rows(NODES);
        Columns before = Columns.of(rows);
        Columns after = Columns.of(network.hourLater(rows, NODES / 100, NODES * 12 / 100));
        byte[] diff = ColumnDiff.between(before, after);
        assertTrue(diff.length <= 40_000, diff.length + " bytes");
        assertEquals(after, ColumnDiff.apply(before, diff));
    }
}
