package org.port17.netmap.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * Node records in one piece: {@code "P17B"}, version 1, count u32, then for each its length u16 and its bytes. Nobody signs
 * the bundle: a record counts because the map commits to it, and one bad record does not spoil the others.
 *
 * @param records those that verified
 * @param refused how many did not parse or verify
 */
public record RecordBundle(List<SignedNode> records, int refused) {
    public static final int MAX_BYTES = 64 << 20;
    static final String MAGIC = "P17B";
    static final int VERSION = 1;

    public RecordBundle {
        records = List.copyOf(records);
    }

    /** Bytes of a bundle of so many records, at most. */
    public static int most(int records) {
        return (int) Math.min(MAX_BYTES, MAGIC.length() + 5 + (2L + SignedNode.MAX) * records);
    }

    public static byte[] write(Collection<SignedNode> records) {
        Writer out = new Writer().header(MAGIC, VERSION).u32(records.size());
        records.forEach(r -> out.u16(r.bytes().length).raw(r.bytes()));
        return out.bytes();
    }

    /**
     * Parses and verifies what is new.
     *
     * @param known answers a record verified before with exactly these bytes, or null
     * @throws Port17Exception BAD_INPUT if the bundle itself is malformed
     */
    public static RecordBundle parse(byte[] bytes, int maxRecords, Function<byte[], SignedNode> known)
            throws Port17Exception {
        if (bytes.length > MAX_BYTES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "record bundle: too long");
        }
        Reader in = new Reader(bytes, "record bundle");
        in.header(MAGIC, VERSION);
        int count = in.count("records", maxRecords, 2);
        List<SignedNode> records = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < count; i++) {
            byte[] raw = in.bytes(in.u16());
            SignedNode before = known.apply(raw);
            if (before != null && Arrays.equals(before.bytes(), raw)) {
                records.add(before);
                continue;
            }
            try {
                records.add(SignedNode.parse(raw));
            } catch (Port17Exception e) {
                refused++;
            }
        }
        in.end();
        return new RecordBundle(records, refused);
    }
}
