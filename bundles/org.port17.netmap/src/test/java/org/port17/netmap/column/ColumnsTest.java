package org.port17.netmap.column;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

class ColumnsTest {
    private static final Shape SHAPE =
            new Shape(17, "tcp", List.of(0x0101), new Shape.Traits(true, false, false, false, false));

    @Test
    void rowsComeBackAsTheyWereInWhateverOrderTheyCame() throws Port17Exception {
        List<Row> rows = new ArrayList<>(new SyntheticNetwork(1).rows(1_001));
        Columns columns = Columns.of(rows);
        Collections.shuffle(rows, new Random(1));
        assertEquals(columns, Columns.of(rows));
        Columns read = Columns.parse(columns.bytes());
        assertArrayEquals(columns.root(), read.root());
        rows.sort(null);
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(rows.get(i), read.row(i));
        }
    }

    @Test
    void oneChangedRowChangesTheRoot() throws Port17Exception {
        List<Row> rows = new SyntheticNetwork(1).rows(100);
        Columns columns = Columns.of(rows);
        Row first = rows.get(0);
        rows.set(0, first.measured(first.capacity(), first.load() + 1 & 15));
        assertFalse(Arrays.equals(columns.root(), Columns.of(rows).root()));
    }

    @Test
    void twoNodesCannotClaimOneAddressAndPort() throws Port17Exception {
        Row one = row(9, SHAPE, 1);
        Shape other = new Shape(18, "tcp", List.of(0x0101), SHAPE.traits());
        assertEquals(2, Columns.of(List.of(one, row(9, other, 2))).size());
        refused(List.of(one, row(9, SHAPE, 2)));
        refused(List.of(one, row(9, SHAPE, 1)));
        assertEquals(2, Columns.of(List.of(row(0, SHAPE, 1), row(0, SHAPE, 2))).size(), "nodes without an address");
    }

    @Test
    void rowsOutOfBoundsAreNotWritten() {
        refused(List.of(new Row(1, new byte[4], SHAPE, 0, 0, 0, 0, Optional.empty(), new byte[0], new byte[16])));
        refused(List.of(new Row(1, new byte[0], SHAPE, -1, 0, 0, 0, Optional.empty(), new byte[0], new byte[16])));
        refused(List.of(new Row(1, new byte[0], SHAPE, 0, 16, 0, 0, Optional.empty(), new byte[0], new byte[16])));
        refused(List.of(new Row(1, new byte[0], SHAPE, 0, 0, 0, 65_536, Optional.empty(), new byte[0], new byte[16])));
        refused(List.of(new Row(1, new byte[0], SHAPE, 0, 0, 0, 0, Optional.empty(), new byte[3], new byte[16])));
        refused(List.of(new Row(1, new byte[0], SHAPE, 0, 0, 0, 0, Optional.empty(), new byte[0], new byte[15])));
    }

    @Test
    void damagedColumnsGiveTypedFailuresOnly() throws Port17Exception {
        byte[] whole = Columns.of(new SyntheticNetwork(2).rows(60)).bytes();
        byte[] root = Columns.parse(whole).root();
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = i % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int n = 1 + random.nextInt(3); n > 0 && bad.length > 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                Columns read = Columns.parse(bad);
                assertEquals(read, Columns.parse(read.bytes()));
                refused += Arrays.equals(root, read.root()) && !Arrays.equals(bad, whole) ? 0 : 1;
            } catch (Port17Exception e) {
                assertEquals(ErrorKind.BAD_INPUT, e.kind());
                refused++;
            }
        }
        assertTrue(refused > 19_000, refused + " of 20,000 were refused or have another root");
    }

    @Test
    void oversizedColumnsAreRefusedBeforeAllocation() {
        byte[] many = new ColumnSink(16)
                .raw(Columns.MAGIC, 0, 5)
                .u32(Columns.MAX_NODES + 1)
                .bytes();
        assertEquals(ErrorKind.BAD_INPUT, kind(() -> Columns.parse(many)));
        byte[] bomb = new ColumnSink(16)
                .raw(Columns.MAGIC, 0, 5)
                .u32(1)
                .u32(0x7fffffff)
                .u32(2)
                .u16(0)
                .bytes();
        assertEquals(ErrorKind.BAD_INPUT, kind(() -> Columns.parse(bomb)));
    }

    @Test
    void diffsLeadFromOneMapToAnother() throws Port17Exception {
        Random random = new Random(3);
        for (int seed = 0; seed < 60; seed++) {
            SyntheticNetwork network = new SyntheticNetwork(seed);
            List<Row> rows = network.rows(random.nextInt(200));
            List<Row> later = network.hourLater(rows, rows.size() / 3, rows.size() / 3);
            if (!later.isEmpty()) {
                Row changed = later.get(0);
                later.set(0, changed.measured(changed.capacity() + 5 & 15, changed.load()));
            }
            Columns before = Columns.of(rows);
            Columns after = Columns.of(later);
            byte[] diff = ColumnDiff.between(before, after);
            assertEquals(after, ColumnDiff.apply(before, diff));
            assertArrayEquals(after.root(), ColumnDiff.after(diff));
            assertArrayEquals(diff, ColumnDiff.between(before, after), "the same for everybody");
            if (!before.equals(after)) {
                assertEquals(ErrorKind.BAD_INPUT, kind(() -> ColumnDiff.apply(after, diff)), "begins elsewhere");
            }
        }
    }

    /** Nodes that were found elsewhere, found back where the database has them, or found anew cost some bytes and not a row. */
    @Test
    void diffsCarryPlacesThatChanged() throws Port17Exception {
        SyntheticNetwork network = new SyntheticNetwork(5);
        List<Row> rows = network.rows(300);
        Columns before = Columns.of(rows);
        List<Row> later = new ArrayList<>(rows);
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            int at = random.nextInt(rows.size());
            byte[] place = {(byte) i, 1, (byte) random.nextInt()};
            later.set(at, later.get(at).at(i % 3 == 0 ? new byte[0] : place));
        }
        Columns after = Columns.of(later);
        byte[] diff = ColumnDiff.between(before, after);
        assertEquals(after, ColumnDiff.apply(before, diff));
        assertEquals(before, ColumnDiff.apply(after, ColumnDiff.between(after, before)));
        assertTrue(diff.length < 100 * 8 + 400, diff.length + " bytes");
    }

    @Test
    void damagedDiffsNeverLeadElsewhere() throws Port17Exception {
        SyntheticNetwork network = new SyntheticNetwork(4);
        List<Row> rows = network.rows(60);
        Columns before = Columns.of(rows);
        Columns after = Columns.of(network.hourLater(rows, 6, 20));
        byte[] diff = ColumnDiff.between(before, after);
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            byte[] bad = i % 4 == 0 ? Arrays.copyOf(diff, random.nextInt(diff.length)) : diff.clone();
            // What stands behind both roots; a changed root is refused or leads where nobody signed.
            for (int n = 1 + random.nextInt(3); n > 0 && bad.length > 69; n--) {
                bad[69 + random.nextInt(bad.length - 69)] = (byte) random.nextInt(256);
            }
            try {
                assertEquals(after, ColumnDiff.apply(before, bad));
            } catch (Port17Exception e) {
                assertEquals(ErrorKind.BAD_INPUT, e.kind());
            }
        }
    }

    @Test
    void capacitiesAreRoundedDown() {
        assertEquals(0, Capacity.classOf(0));
        assertEquals(1, Capacity.classOf(1));
        assertEquals(15, Capacity.classOf(Long.MAX_VALUE));
        for (long rate = 1 << 16; rate < 1L << 31; rate += 77_777) {
            long known = Capacity.bytesPerSecond(Capacity.classOf(rate));
            assertTrue(known <= rate && (2 * known > rate || known == 1L << 30), rate + " " + known);
        }
    }

    private static Row row(int address, Shape shape, int commitment) {
        byte[] bytes = new byte[Row.COMMITMENT];
        bytes[0] = (byte) commitment;
        return new Row(address, new byte[0], shape, 0, 0, 0, 0, Optional.empty(), new byte[0], bytes);
    }

    private static void refused(List<Row> rows) {
        assertEquals(ErrorKind.BAD_INPUT, kind(() -> Columns.of(rows)));
    }

    private static ErrorKind kind(Executable call) {
        return assertThrows(Port17Exception.class, call).kind();
    }

    /** A few bytes may claim a million rows: none is unpacked that the head does not promise. */
    @Test
    void otherNumbersOfRowsThanTheHeadSaysAreNotUnpacked() throws Exception {
        List<Row> rows = new SyntheticNetwork(1).rows(200);
        Columns columns = Columns.of(rows);
        byte[] bytes = columns.bytes();
        assertEquals(columns, Columns.parse(bytes, 200));
        byte[] many = bytes.clone();
        many[5] = 0;
        many[6] = 0x0f;
        for (byte[] bad : List.of(bytes, many)) {
            Port17Exception e = assertThrows(Port17Exception.class, () -> Columns.parse(bad, 199));
            assertEquals("map columns: there are not as many rows as the head says", e.getMessage());
        }
        Columns before = Columns.of(rows.subList(0, 150));
        byte[] diff = ColumnDiff.between(before, columns);
        assertEquals(columns, ColumnDiff.apply(before, diff, 200));
        assertThrows(Port17Exception.class, () -> ColumnDiff.apply(before, diff, 10));
        assertThrows(Port17Exception.class, () -> ColumnDiff.apply(before, diff, 1_000));
        assertTrue(bytes.length <= Columns.most(200));
        assertTrue(diff.length <= ColumnDiff.most(before, 200));
    }
}
