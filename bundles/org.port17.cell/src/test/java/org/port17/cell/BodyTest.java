package org.port17.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

class BodyTest {
    private final FramePool pool = new FramePool();
    private final List<Frame> sent = new ArrayList<>();
    private final BodyWriter writer = new BodyWriter(pool, sent::add);

    @Test
    void bytesOfAnyLengthArriveInOrderAndBulkUsesFullCells() throws Exception {
        Random random = new Random(1);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int length : new int[] {1, 100, 1919, 1920, 5000, 16_255, 16_256, 260_080, 1_000_003}) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            expected.write(data);
            assertEquals(length, writer.data(7, ByteBuffer.wrap(data), Integer.MAX_VALUE));
            writer.flush();
        }
        ByteArrayOutputStream actual = new ByteArrayOutputStream();
        BodyReader reader = new BodyReader();
        for (Frame frame : sent) {
            start(reader, frame);
            while (reader.next()) {
                assertEquals(FrameType.DATA, reader.type());
                assertEquals(7, reader.stream());
                actual.write(reader.array(), reader.offset(), reader.length());
            }
        }
        assertArrayEquals(expected.toByteArray(), actual.toByteArray());
    }

    @Test
    void sixteenCellPayloadsMakeExactlySixteenBulkCells() {
        int payload = Layout.capacity(CellClass.BULK) - FrameType.HEADER;
        writer.data(1, ByteBuffer.allocate(16 * payload), Integer.MAX_VALUE);
        writer.flush();
        assertEquals(16, sent.size());
        assertTrue(sent.stream().allMatch(f -> f.cellClass() == CellClass.BULK));
    }

    @Test
    void betweenBatchesItHoldsNoFrameAndLeavesNothingInTheOneItGaveBack() {
        Frame only = pool.take(CellClass.BULK);
        pool.release(only);
        byte[] data = new byte[100];
        Arrays.fill(data, (byte) 7);

        writer.data(1, ByteBuffer.wrap(data), Integer.MAX_VALUE);
        writer.flush();
        assertSame(only, pool.take(CellClass.BULK));
        assertFalse(contains(only, (byte) 7));

        pool.release(only);
        writer.data(1, ByteBuffer.wrap(data), Integer.MAX_VALUE);
        writer.drainTo(new byte[200], 0, 200);
        assertSame(only, pool.take(CellClass.BULK));
        assertFalse(contains(only, (byte) 7));
    }

    private static boolean contains(Frame frame, byte value) {
        for (byte b : frame.array()) {
            if (b == value) {
                return true;
            }
        }
        return false;
    }

    @Test
    void whatFitsFourSmallCellsGoesInAsManyAsItNeeds() {
        int most = 4 * (Layout.capacity(CellClass.SMALL) - FrameType.HEADER);
        for (int[] each : new int[][] {
            {1, 1}, {1448, 1}, {1919, 1}, {1920, 2}, {2896, 2}, {4344, 3}, {5792, 4}, {7240, 4}, {most, 4}
        }) {
            sent.clear();
            writer.data(1, ByteBuffer.allocate(each[0]), Integer.MAX_VALUE);
            writer.flush();
            assertEquals(each[1], sent.size(), each[0] + " bytes");
            assertTrue(sent.stream().allMatch(f -> f.cellClass() == CellClass.SMALL));
        }
        sent.clear();
        writer.data(1, ByteBuffer.allocate(4 * Layout.capacity(CellClass.SMALL)), Integer.MAX_VALUE);
        writer.flush();
        assertEquals(
                List.of(CellClass.BULK), sent.stream().map(Frame::cellClass).toList());
    }

    /** Only DATA may be cut; whatever else is larger than a small cell keeps the batch in one. */
    @Test
    void framesOfAnyKindStayWholeAndInOrderOverSmallCells() throws Exception {
        Random random = new Random(17);
        int cut = 0;
        int kept = 0;
        for (int batch = 0; batch < 3000; batch++) {
            sent.clear();
            List<String> expected = new ArrayList<>();
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            for (int frames = 1 + random.nextInt(12); frames > 0 && writer.used() < 7000; frames--) {
                byte[] payload = new byte[1 + random.nextInt(random.nextInt(4) == 0 ? 2500 : 300)];
                random.nextBytes(payload);
                if (random.nextBoolean()) {
                    writer.data(batch, ByteBuffer.wrap(payload), Integer.MAX_VALUE);
                    data.write(payload);
                } else {
                    writer.bytes(FrameType.OFFER, frames, payload);
                    expected.add(frames + " behind " + data.size() + ": " + Arrays.hashCode(payload));
                }
            }
            writer.flush();
            ByteArrayOutputStream came = new ByteArrayOutputStream();
            List<String> others = new ArrayList<>();
            BodyReader reader = new BodyReader();
            for (Frame frame : sent) {
                start(reader, frame);
                while (reader.next()) {
                    if (reader.type() == FrameType.DATA) {
                        assertEquals(batch, reader.stream());
                        assertTrue(reader.length() > 0);
                        came.write(reader.array(), reader.offset(), reader.length());
                    } else {
                        others.add(reader.stream() + " behind " + came.size() + ": "
                                + Arrays.hashCode(reader.bytes(reader.length())));
                    }
                }
            }
            assertArrayEquals(data.toByteArray(), came.toByteArray());
            assertEquals(expected, others);
            boolean bulk = sent.get(0).cellClass() == CellClass.BULK;
            cut += sent.size() > 1 ? 1 : 0;
            kept += bulk ? 1 : 0;
            assertTrue(!bulk || sent.size() == 1);
            sent.forEach(pool::release);
        }
        assertTrue(cut > 500 && kept > 100, cut + " batches over several cells, " + kept + " in a bulk cell");
    }

    @Test
    void whatWasCutLeavesNothingInTheFrameThatGoesBack() {
        Frame only = pool.take(CellClass.BULK);
        pool.release(only);
        byte[] data = new byte[7000];
        Arrays.fill(data, (byte) 7);
        writer.data(1, ByteBuffer.wrap(data), Integer.MAX_VALUE);
        writer.flush();
        assertEquals(4, sent.size());
        assertSame(only, pool.take(CellClass.BULK));
        assertFalse(contains(only, (byte) 7));
        assertFalse(contains(only, (byte) FrameType.DATA.wire()));
    }

    @Test
    void everyFrameReadsBackAsWritten() throws Exception {
        writer.connect(3, Destination.of("Example.ORG.", 443));
        writer.empty(FrameType.CONNECTED, 3);
        writer.credit(0, Integer.MAX_VALUE);
        writer.code(FrameType.RESET, 3, ErrorKind.NAME_NOT_FOUND);
        writer.bytes(FrameType.OFFER, 0, new byte[1216]);
        writer.empty(FrameType.FIN, -1);
        writer.flush();
        BodyReader reader = new BodyReader();
        start(reader, sent.get(0));
        assertTrue(reader.next());
        byte[] connect = Arrays.copyOfRange(reader.array(), reader.offset(), reader.offset() + reader.length());
        assertArrayEquals(
                new byte[] {1, (byte) 187, 11, 'e', 'x', 'a', 'm', 'p', 'l', 'e', '.', 'o', 'r', 'g'}, connect);
        assertTrue(reader.next());
        reader.expect(0);
        assertTrue(reader.next());
        assertEquals(Integer.MAX_VALUE, reader.credit());
        assertTrue(reader.next());
        assertEquals(ErrorKind.NAME_NOT_FOUND, ResetCode.kind(reader.code()));
        assertTrue(reader.next());
        assertEquals(1216, reader.bytes(1216).length);
        assertThrows(Port17Exception.class, () -> reader.bytes(1217));
        assertTrue(reader.next());
        assertEquals(-1, reader.stream());
        assertFalse(reader.next());
    }

    @Test
    void aConnectFrameSaysWhereToAndWhetherTheUserTrustsTheExit() throws Exception {
        for (boolean trusts : new boolean[] {false, true}) {
            sent.clear();
            writer.connect(3, Destination.of("2001:db8::1", 65_535), trusts);
            writer.flush();
            BodyReader reader = new BodyReader();
            start(reader, sent.get(0));
            assertTrue(reader.next());
            assertEquals(new ConnectFrame(Destination.of("2001:db8::1", 65_535), trusts), ConnectFrame.of(reader));
        }
        for (byte[] bad : new byte[][] {
            {},
            {0, 80},
            {0, 80, 0},
            {0, 80, 0, 1},
            {0, 80, 2, 'a'},
            {0, 80, 1, 'a', 0},
            {0, 80, 1, 'a', 2},
            {0, 80, 1, 'a', 1, 1},
            {0, 80, 1, 1},
            {0, 0, 1, 'a'},
            {0, 80, 1, 'A' + 1, 1, 0}
        }) {
            sent.clear();
            writer.bytes(FrameType.CONNECT, 3, bad);
            writer.flush();
            BodyReader reader = new BodyReader();
            start(reader, sent.get(0));
            assertTrue(reader.next());
            assertThrows(Port17Exception.class, () -> ConnectFrame.of(reader), Arrays.toString(bad));
        }
    }

    @Test
    void paddingNeverShowsWhatAFrameHeldBefore() {
        Frame dirty = pool.take(CellClass.SMALL);
        Arrays.fill(dirty.array(), (byte) 0x55);
        pool.release(dirty);
        writer.empty(FrameType.FIN, 1);
        writer.flush();
        Frame frame = sent.get(0);
        int body = frame.offset() + Layout.ZONE + 2 + FrameType.HEADER;
        for (int i = body; i < frame.offset() + frame.cellClass().size() - Layout.SHIFT; i++) {
            assertEquals(0, frame.array()[i]);
        }
    }

    @Test
    void randomBodiesGiveTypedFailuresOnly() {
        Random random = new Random(17);
        BodyReader reader = new BodyReader();
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] body = new byte[2 + random.nextInt(80)];
            random.nextBytes(body);
            body[0] = 0;
            if (random.nextBoolean() && body.length > 9) {
                body[2] = (byte) (1 + random.nextInt(9));
                body[7] = 0;
            }
            try {
                reader.start(body, 0, body.length);
                while (reader.next()) {
                    assertTrue(reader.offset() + reader.length() <= body.length);
                    if (reader.type() == FrameType.CREDIT) {
                        assertTrue(reader.credit() > 0);
                    }
                }
            } catch (Port17Exception e) {
                assertEquals(ErrorKind.PROTOCOL, e.kind());
                refused++;
            }
        }
        assertTrue(refused > 100_000, "most random bodies are malformed, refused " + refused);
    }

    @Test
    void creditGrowsWhileTheApplicationKeepsUpAndStopsAtTheBudget() {
        CreditGrant.Budget budget = new CreditGrant.Budget(1 << 20);
        CreditGrant grant = new CreditGrant(budget);
        long granted = Windows.STREAM_INITIAL;
        long arrived = 0;
        for (int i = 0; i < 1000; i++) {
            int n = (int) Math.min(64 * 1024, granted - arrived);
            assertTrue(grant.arrived(n));
            arrived += n;
            granted += grant.taken(n);
        }
        long window = granted - arrived + grant.waiting();
        assertTrue(window <= Windows.STREAM_INITIAL + (1 << 20), "window " + window);
        assertTrue(window > Windows.STREAM_INITIAL, "window grew: " + window);
        grant.close();
        assertEquals(1 << 20, budget.free());
    }

    @Test
    void aSenderBeyondItsWindowIsNoticed() {
        CreditGrant grant = new CreditGrant(new CreditGrant.Budget(0));
        assertTrue(grant.arrived(Windows.STREAM_INITIAL));
        assertFalse(grant.arrived(1));
    }

    private static void start(BodyReader reader, Frame frame) throws Port17Exception {
        int body = frame.offset() + Layout.ZONE;
        reader.start(frame.array(), body, frame.cellClass().size() - Layout.SHIFT - Layout.ZONE);
    }
}
