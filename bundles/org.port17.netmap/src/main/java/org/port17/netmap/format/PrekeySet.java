package org.port17.netmap.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * Many prekey records in one piece. The head of a map names the set that goes with it by {@link #digest}. Each record stands for
 * itself, so one bad record does not spoil the others.
 *
 * @param prekeys the records that verified
 * @param refused how many did not parse or verify
 */
public record PrekeySet(List<SignedPrekey> prekeys, int refused) {
    /** Longest set: 64 MiB. */
    public static final int MAX_BYTES = 64 << 20;

    public static final int MAX_RECORDS = 400_000;
    static final String MAGIC = "P17S";
    static final int VERSION = 1;
    private static final int HEADER = 9;

    public PrekeySet {
        prekeys = List.copyOf(prekeys);
    }

    public static byte[] write(Collection<SignedPrekey> prekeys) {
        Writer out = new Writer().header(MAGIC, VERSION).u32(prekeys.size());
        prekeys.forEach(p -> out.u16(p.bytes().length).raw(p.bytes()));
        return out.bytes();
    }

    /** By which a {@link HeadStatement} names a set: SHA-256 of all its bytes, as hexadecimal. */
    public static String digest(byte[] set) {
        return HexFormat.of().formatHex(Signatures.sha256(set));
    }

    /** The longest set of a map with so many rows: one record of each node, permitted suite and use. */
    public static int most(int nodes, int suites) {
        return (int) Math.min(MAX_BYTES, HEADER + 2L * nodes * suites * (2 + SignedPrekey.MAX));
    }

    /** Parses and verifies everything. */
    public static PrekeySet parse(byte[] bytes, int maxRecords) throws Port17Exception {
        return parse(bytes, maxRecords, raw -> null);
    }

    /**
     * Parses and verifies what is new.
     *
     * @param verified answers a record verified before with exactly these bytes, or null
     * @throws Port17Exception BAD_INPUT if the set itself is malformed
     */
    public static PrekeySet parse(byte[] bytes, int maxRecords, Function<byte[], SignedPrekey> verified)
            throws Port17Exception {
        if (bytes.length > MAX_BYTES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "prekey set: longer than 64 MiB");
        }
        Reader in = new Reader(bytes, "prekey set");
        in.header(MAGIC, VERSION);
        int count = in.count("records", Math.min(maxRecords, MAX_RECORDS), 2);
        List<SignedPrekey> prekeys = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < count; i++) {
            byte[] raw = in.bytes(in.u16());
            SignedPrekey known = verified.apply(raw);
            if (known != null && Arrays.equals(known.bytes(), raw)) {
                prekeys.add(known);
                continue;
            }
            try {
                prekeys.add(SignedPrekey.parse(raw));
            } catch (Port17Exception e) {
                refused++;
            }
        }
        in.end();
        return new PrekeySet(prekeys, refused);
    }
}
