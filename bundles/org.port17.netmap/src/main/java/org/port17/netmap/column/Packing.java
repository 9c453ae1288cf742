package org.port17.netmap.column;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.port17.api.Port17Exception;

/**
 * Columns on their way: raw DEFLATE (RFC 1951) where that is shorter. Nothing that is signed or hashed depends on how well
 * it was packed. A reader says beforehand how much may come out.
 */
final class Packing {
    private Packing() {}

    /** Length u32, packed length u32, the bytes; equal lengths say that they are not packed. */
    static void write(ColumnSink out, byte[] raw) {
        byte[] packed = packed(raw);
        byte[] shorter = packed.length < raw.length ? packed : raw;
        out.u32(raw.length).u32(shorter.length).raw(shorter, 0, shorter.length);
    }

    /** @param max longest column to accept; nothing is allocated beyond it */
    static byte[] read(ColumnSource in, long max) throws Port17Exception {
        int length = in.u32();
        int packed = in.u32();
        if (length < 0 || length > max || packed < 0 || packed > length) {
            throw in.bad("a column exceeds its bound");
        }
        byte[] bytes = in.take(packed);
        return packed == length ? bytes : unpacked(in, bytes, length);
    }

    private static byte[] unpacked(ColumnSource in, byte[] packed, int length) throws Port17Exception {
        Inflater inflater = new Inflater(true);
        try {
            // The inflater wants one byte more than the stream has, says its documentation.
            inflater.setInput(Arrays.copyOf(packed, packed.length + 1));
            byte[] raw = new byte[length];
            int done = 0;
            while (done < length) {
                int more = inflater.inflate(raw, done, length - done);
                if (more == 0) {
                    throw in.bad("a packed column is cut short");
                }
                done += more;
            }
            boolean whole = inflater.finished() || inflater.inflate(new byte[1]) == 0;
            if (!whole || inflater.getBytesRead() < packed.length) {
                throw in.bad("a packed column is longer than it says");
            }
            return raw;
        } catch (DataFormatException e) {
            throw in.bad("a packed column is damaged");
        } finally {
            inflater.end();
        }
    }

    private static byte[] packed(byte[] raw) {
        byte[] repeats = packed(raw, Deflater.DEFAULT_STRATEGY);
        byte[] letters = packed(raw, Deflater.HUFFMAN_ONLY);
        return letters.length < repeats.length ? letters : repeats;
    }

    private static byte[] packed(byte[] raw, int strategy) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setStrategy(strategy);
            deflater.setInput(raw);
            deflater.finish();
            // Whatever does not fit is longer than the raw column, which is then sent as it is.
            byte[] packed = new byte[raw.length];
            int length = 0;
            while (!deflater.finished() && length < packed.length) {
                length += deflater.deflate(packed, length, packed.length - length);
            }
            return deflater.finished() ? Arrays.copyOf(packed, length) : raw;
        } finally {
            deflater.end();
        }
    }
}
