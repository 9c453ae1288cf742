package org.port17.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** What a stranger puts into BUILD_FAILED and EXTEND_FAILED is a value or a PROTOCOL failure, whatever it is. */
class BuildFailureTest {
    private static final int CASES = 50_000;
    private final FramePool pool = new FramePool();

    @Test
    void comesBackFromACellAndFromAFrameAsItWas() throws Port17Exception {
        byte[] record = new byte[1_918];
        new Random(3).nextBytes(record);
        byte[] longest = new byte[BuildFailure.MAX_PREKEY];
        new Random(4).nextBytes(longest);
        for (BuildFailure sent : new BuildFailure[] {
            BuildFailure.of(ErrorKind.NO_SUITE),
            BuildFailure.stale(new byte[0]),
            BuildFailure.stale(record),
            BuildFailure.stale(longest)
        }) {
            CellClass fits = sent.prekey().length > record.length ? CellClass.BULK : CellClass.SMALL;
            assertEquals(fits, sent.cellClass());
            Frame cell = pool.take(fits);
            sent.write(cell);
            same(sent, BuildFailure.read(cell));
            pool.release(cell);
            Frame[] packed = new Frame[1];
            BodyWriter writer = new BodyWriter(pool, frame -> packed[0] = frame);
            writer.bytes(FrameType.EXTEND_FAILED, 0, sent.frame());
            writer.flush();
            assertEquals(fits, packed[0].cellClass(), "it costs no bulk cell without need");
            BodyReader reader = reader(packed[0]);
            assertTrue(reader.next());
            same(sent, BuildFailure.read(reader));
            pool.release(packed[0]);
        }
    }

    @Test
    void aRecordTooLongForACellIsLeftOutAndNothingElseHasOne() {
        assertEquals(
                0, BuildFailure.stale(new byte[BuildFailure.MAX_PREKEY + 1]).prekey().length);
        assertThrows(IllegalArgumentException.class, () -> new BuildFailure(ErrorKind.NO_SUITE, new byte[1]));
    }

    @Test
    void aRecordComesInTheSmallestCellThatHoldsItAndInNoOther() {
        for (int length : new int[] {0, 100, 2_045, 2_046, BuildFailure.MAX_PREKEY}) {
            BuildFailure failure = BuildFailure.stale(new byte[length]);
            CellClass right = length > 2_045 ? CellClass.BULK : CellClass.SMALL;
            assertEquals(right, failure.cellClass());
            Frame other = pool.take(right == CellClass.SMALL ? CellClass.BULK : CellClass.SMALL);
            assertThrows(IllegalArgumentException.class, () -> failure.write(other));
            int at = other.offset();
            other.array()[at] = 2;
            other.array()[at + 1] = (byte) (length >>> 8);
            other.array()[at + 2] = (byte) length;
            Port17Exception e = assertThrows(Port17Exception.class, () -> BuildFailure.read(other));
            assertEquals(ErrorKind.PROTOCOL, e.kind());
            pool.release(other);
        }
    }

    @Test
    void thePaddingOfACellIsZero() {
        Frame cell = pool.take(CellClass.SMALL);
        new Random(5).nextBytes(cell.array());
        BuildFailure.of(ErrorKind.OVERLOADED).write(cell);
        for (int i = 1; i < CellClass.SMALL.size(); i++) {
            assertEquals(0, cell.array()[cell.offset() + i]);
        }
    }

    @Test
    void nothingEscapes() {
        Random random = new Random(17);
        int values = 0;
        int refusals = 0;
        for (int i = 0; i < CASES; i++) {
            Frame cell = pool.take(i % 3 == 0 ? CellClass.BULK : CellClass.SMALL);
            random.nextBytes(cell.array());
            int at = cell.offset();
            if (i % 2 == 0) {
                cell.array()[at] = (byte) random.nextInt(20);
                cell.array()[at + 1] = (byte) random.nextInt(i % 3 == 0 ? 30 : 10);
            }
            if (i % 8 == 0) {
                cell.array()[at] = 2;
            }
            try {
                BuildFailure failure = BuildFailure.read(cell);
                assertTrue(failure.prekey().length <= BuildFailure.MAX_PREKEY);
                values++;
            } catch (Port17Exception e) {
                assertEquals(ErrorKind.PROTOCOL, e.kind());
                refusals++;
            }
            frame(random, cell);
            pool.release(cell);
        }
        assertTrue(values > CASES / 20, "some must be read: " + values);
        assertTrue(refusals > CASES / 20, "some must be refused: " + refusals);
    }

    /** The same noise as the payload of an EXTEND_FAILED. */
    private static void frame(Random random, Frame cell) {
        int body = cell.offset() + Layout.ZONE;
        byte[] a = cell.array();
        int length = random.nextInt(Layout.capacity(cell.cellClass()));
        a[body] = (byte) (length >>> 8);
        a[body + 1] = (byte) length;
        a[body + 2] = (byte) FrameType.EXTEND_FAILED.wire();
        a[body + 7] = (byte) (Math.max(0, length - FrameType.HEADER) >>> 8);
        a[body + 8] = (byte) Math.max(0, length - FrameType.HEADER);
        a[body + 9] = (byte) (random.nextBoolean() ? 2 : random.nextInt(256));
        try {
            BodyReader reader = reader(cell);
            while (reader.next()) {
                assertTrue(BuildFailure.read(reader).prekey().length <= BuildFailure.MAX_PREKEY);
            }
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.PROTOCOL, e.kind());
        }
    }

    private static BodyReader reader(Frame cell) throws Port17Exception {
        BodyReader reader = new BodyReader();
        int size = cell.cellClass().size() - Layout.SHIFT - Layout.ZONE;
        reader.start(cell.array(), cell.offset() + Layout.ZONE, size);
        return reader;
    }

    private static void same(BuildFailure sent, BuildFailure read) {
        assertEquals(sent.kind(), read.kind());
        assertArrayEquals(sent.prekey(), read.prekey());
    }
}
