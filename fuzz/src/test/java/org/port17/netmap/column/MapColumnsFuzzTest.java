package org.port17.netmap.column;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** A map's columns. Input: an even first byte, then columns; or an odd one, then a diff to a map of two nodes. */
class MapColumnsFuzzTest {
    @FuzzTest
    void fuzz(byte[] input) throws Port17Exception {
        if (input.length < 2) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        Columns before = Columns.of(List.of(row(1, (byte) 1), row(2, (byte) 9)));
        try {
            Columns parsed = (input[0] & 1) == 0 ? Columns.parse(rest) : ColumnDiff.apply(before, rest);
            assertEquals(parsed, Columns.parse(parsed.bytes()));
            assertEquals(parsed, ColumnDiff.apply(before, ColumnDiff.between(before, parsed)));
            new Cells(parsed);
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
    }

    private static Row row(int address, byte commitment) {
        byte[] bytes = new byte[Row.COMMITMENT];
        Arrays.fill(bytes, commitment);
        Shape shape = new Shape(17, "tcp", List.of(0x0101), new Shape.Traits(true, false, false, false, false));
        return new Row(address, new byte[0], shape, 0, 3, 0, 0, Optional.of(new Located(7, "CH")), new byte[0], bytes);
    }
}
