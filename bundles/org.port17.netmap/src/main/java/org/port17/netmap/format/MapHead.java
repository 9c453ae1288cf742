package org.port17.netmap.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * A head that enough authorities signed. Its age and number are the caller's to judge.
 *
 * @param signers how many authorities signed it
 * @param bytes do not modify
 */
public record MapHead(HeadStatement statement, List<Quorum.Endorsement> endorsements, int signers, byte[] bytes) {
    /** Longest head. */
    public static final int MAX_BYTES = 16_384;

    static final String MAGIC = "P17H";
    static final int VERSION = 1;

    public MapHead {
        endorsements = List.copyOf(endorsements);
    }

    /** A head with these signatures, in whatever order. @throws Port17Exception BAD_INPUT or TAMPERED as {@link #parse} */
    public static MapHead of(HeadStatement statement, List<Quorum.Endorsement> endorsements, Quorum quorum)
            throws Port17Exception {
        return parse(write(statement, endorsements), quorum);
    }

    /** A head signed by one authority, which is not enough where several are needed. */
    public static byte[] write(HeadStatement statement, List<Quorum.Endorsement> endorsements) throws Port17Exception {
        List<Quorum.Endorsement> sorted = new ArrayList<>(endorsements);
        sorted.sort(null);
        Writer out = new Writer().raw(statement.message()).u8(sorted.size());
        sorted.forEach(e -> out.raw(e.key()).raw(e.signature()));
        return out.bytes();
    }

    /**
     * Parses and verifies.
     *
     * @throws Port17Exception TAMPERED if fewer than needed authorities signed exactly this, BAD_INPUT if malformed
     */
    public static MapHead parse(byte[] bytes, Quorum quorum) throws Port17Exception {
        MapHead head = read(bytes, quorum);
        if (head.signers < quorum.needed()) {
            throw new Port17Exception(
                    ErrorKind.TAMPERED,
                    "map head: signed by " + head.signers + " of this network's authorities, " + quorum.needed()
                            + " are needed; or it was altered");
        }
        return head;
    }

    /** The same with however many signatures. */
    public static MapHead read(byte[] bytes, Quorum quorum) throws Port17Exception {
        if (bytes.length > MAX_BYTES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "map head: too long");
        }
        Reader in = new Reader(bytes, "map head");
        HeadStatement statement = HeadStatement.read(in);
        byte[] message = Arrays.copyOf(bytes, in.position());
        int count = in.u8();
        if (count > Quorum.MOST) {
            throw in.bad("more than 32 signatures");
        }
        List<Quorum.Endorsement> endorsements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Quorum.Endorsement next =
                    new Quorum.Endorsement(in.bytes(Signatures.KEY_BYTES), in.bytes(Signatures.BYTES));
            if (i > 0 && endorsements.get(i - 1).compareTo(next) >= 0) {
                throw in.bad("its signatures are out of order, or one comes twice");
            }
            endorsements.add(next);
        }
        in.end();
        return new MapHead(
                statement, endorsements, quorum.signers(Signatures.MAP, message, endorsements), bytes.clone());
    }

    /** Keys of those of these authorities that signed it. */
    public Set<String> by(Quorum authorities) {
        return authorities.who(Signatures.MAP, message(), endorsements);
    }

    /** Whether both say the same to the last byte, also what this version does not read; whoever signed. */
    public boolean agrees(MapHead other) {
        return Arrays.equals(message(), other.message());
    }

    /** What is signed. */
    private byte[] message() {
        int behind = 1 + endorsements.size() * (Signatures.KEY_BYTES + Signatures.BYTES);
        return Arrays.copyOf(bytes, bytes.length - behind);
    }

    /**
     * Whether both together prove that authorities signed two maps of one number: no honest ones do.
     *
     * @param other verified against the same quorum
     */
    public boolean forks(MapHead other) {
        return statement.epoch() == other.statement.epoch() && !agrees(other);
    }

    @Override
    public String toString() {
        return "head of map " + statement.epoch();
    }
}
