package org.port17.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.places.make.PlaceFileWriter;
import org.port17.places.make.PlaceFileWriter.Run;

final class PlaceFileTest {
    private static final byte[] GOOD = SmallFile.bytes("2026-06");

    @TempDir
    Path folder;

    @Test
    void aFileSaysWhereItIsFrom() throws Exception {
        var source = PlaceFile.parse(GOOD, "here").source();
        assertEquals("2026-06", source.version());
        assertEquals("by nobody", source.attribution());
        assertEquals("here", source.origin());
        assertEquals(64, source.digest().length());
        assertEquals(3, source.ranges4());
        assertEquals(2, source.ranges6());
    }

    @Test
    void everyCutIsNoticed() {
        for (int length = 0; length < GOOD.length; length++) {
            refused(Arrays.copyOf(GOOD, length));
        }
    }

    @Test
    void everyFlippedBitIsNoticed() {
        for (int bit = 0; bit < 8 * GOOD.length; bit++) {
            byte[] flipped = GOOD.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refused(flipped);
        }
    }

    @Test
    void anotherFormatIsNamed() {
        byte[] next = GOOD.clone();
        next[4] = 2;
        assertTrue(refused(next).getMessage().contains("format 2"));
    }

    /** The check sum is no secret: who makes a wrong file makes it fit. */
    @Test
    void filesThatOnlyPretendAreRefused() {
        byte[] body = Arrays.copyOf(GOOD, GOOD.length - PlaceFormat.DIGEST);
        for (int at = 5; at < body.length; at++) {
            for (int value : new int[] {0, 0x7f, 0xff}) {
                byte[] wrong = body.clone();
                wrong[at] = (byte) value;
                try {
                    PlaceFile.parse(PlaceFileWriter.sealed(wrong), "here").ranges(new Ignored());
                } catch (Port17Exception e) {
                    assertEquals(ErrorKind.CONFIG, e.kind());
                }
            }
            if (at > 60) {
                refused(PlaceFileWriter.sealed(Arrays.copyOf(body, at)));
            }
        }
        refused(PlaceFileWriter.sealed(Arrays.copyOf(body, body.length - 1)));
    }

    @Test
    void countsAreBoundedBeforeAnythingIsAllocated() {
        byte[] body = Arrays.copyOf(GOOD, GOOD.length - PlaceFormat.DIGEST);
        int counts = 5 + 2 + "2026-06".length() + 2 + "by nobody".length();
        for (int count = 0; count < 8; count++) {
            byte[] wrong = body.clone();
            Arrays.fill(wrong, counts + 4 * count, counts + 4 * count + 4, (byte) 0x7f);
            assertTrue(refused(PlaceFileWriter.sealed(wrong)).getMessage().contains("count"));
        }
    }

    @Test
    void rangesAndSlotsOutOfBoundsAreRefused() {
        refused(SmallFile.bytes("1", List.of(new Run(1L << 24, 1))));
        refused(SmallFile.bytes("1", List.of(new Run(5, 1), new Run(5, 2))));
        refused(SmallFile.bytes("1", List.of(new Run(5, 4))));
    }

    @Test
    void anOversizedFileIsNotRead() throws Exception {
        Path file = folder.resolve("huge");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(PlaceFormat.MAX_FILE + 1L);
        }
        Port17Exception e = assertThrows(Port17Exception.class, () -> PlaceFile.read(file));
        assertEquals(ErrorKind.CONFIG, e.kind());
        assertTrue(e.getMessage().contains("16 MiB"));
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        Port17Exception e = assertThrows(Port17Exception.class, () -> PlaceFile.read(folder.resolve("none")));
        assertEquals(ErrorKind.CONFIG, e.kind());
        assertTrue(e.getMessage().contains("NoSuchFile"));
    }

    @Test
    void aFileIsReadFromDisk() throws Exception {
        Path file = Files.write(folder.resolve("places"), GOOD);
        assertEquals(file.toString(), PlaceFile.read(file).source().origin());
    }

    private static Port17Exception refused(byte[] bytes) {
        Port17Exception e = assertThrows(Port17Exception.class, () -> PlaceFile.parse(bytes, "here"));
        assertEquals(ErrorKind.CONFIG, e.kind());
        return e;
    }

    private static final class Ignored implements org.port17.spi.place.RangeVisitor {
        @Override
        public void range4(int first, int last, int slot) {
            // Only that it can be walked.
        }

        @Override
        public void range6(long high, long lastHigh, int slot) {
            // As above.
        }
    }
}
