package org.port17.netmap.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;

/**
 * Many prekey records in one piece. Nobody signs the set; each record stands for itself, so one bad record does not
 * spoil the others.
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

    public PrekeySet {
        prekeys = List.copyOf(prekeys);
    }

    public static byte[] write(Collection<SignedPrekey> prekeys) {
        Writer out = new Writer().header(MAGIC, VERSION).u32(prekeys.size());
        prekeys.forEach(p -> out.u16(p.bytes().length).raw(p.bytes()));
        return out.bytes();
    }

    /** Parses and verifies everything. */
    public static PrekeySet parse(byte[] bytes, int maxRecords) throws Port17Exception {
        return parse(bytes, maxRecords, raw -> null);
    }

    /** Which records are worth verifying. */
    public interface Wanted {
        boolean test(NodeId node, int suite);
    }

    /** Parses and verifies what is new. */
    public static PrekeySet parse(byte[] bytes, int maxRecords, Function<byte[], SignedPrekey> verified)
            throws Port17Exception {
        return parse(bytes, maxRecords, (node, suite) -> true, verified);
    }

    /**
     * Parses and verifies what is wanted and new.
     *
     * @param wanted records of which it says no are skipped and count nothing
     * @param verified answers a record verified before with exactly these bytes, or null
     * @throws Port17Exception BAD_INPUT if the set itself is malformed
     */
    public static PrekeySet parse(byte[] bytes, int maxRecords, Wanted wanted, Function<byte[], SignedPrekey> verified)
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
            if (!SignedPrekey.claims(raw, wanted)) {
                continue;
            }
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
