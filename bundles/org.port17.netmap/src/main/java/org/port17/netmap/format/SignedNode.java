package org.port17.netmap.format;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;

/**
 * A node record whose signature was verified: only the holder of the node's key can have made it.
 *
 * @param id the node's key
 * @param digest SHA-256 of {@code bytes}, hexadecimal
 * @param bytes the signed record; do not modify
 */
public record SignedNode(NodeId id, NodeStatement statement, String digest, byte[] bytes) {
    /** Longest record. */
    public static final int MAX = 8_192;

    /** Shortest record: no endpoints, one suite, one-letter names. */
    static final int MIN = 5 + 1 + 32 + 8 + 4 + 2 + 2 + 2 + 1 + 1 + 2 + 2 + Signatures.BYTES;

    static final String MAGIC = "P17N";
    static final int VERSION = 1;
    static final int MAX_EXTENSION = 1_024;
    private static final int EXIT = 1;
    private static final int ML_DSA = 1;
    private static final int OWNER = 2;
    private static final int MIRROR = 3;
    private static final int DIGEST = 32;
    private static final int PORT = 2;

    /** Signs a statement. @throws Port17Exception BAD_INPUT if a field is out of its bound */
    public static SignedNode sign(SigningKey key, NodeStatement statement) throws Port17Exception {
        NodeStatement s = statement.checked();
        Writer out = new Writer()
                .header(MAGIC, VERSION)
                .u8(s.exit() ? EXIT : 0)
                .raw(key.publicKey())
                .u64(s.sequence())
                .u32(s.as())
                .raw(new byte[] {
                    (byte) s.country().charAt(0), (byte) s.country().charAt(1)
                })
                .text(s.name())
                .text(s.owner())
                .u8(s.endpoints().size());
        s.endpoints().forEach(e -> out.text(e.text()));
        out.u8(s.suites().size());
        s.suites().forEach(out::u16);
        byte[] extension = extension(s);
        byte[] bytes = out.u16(extension.length).raw(extension).signed(key, Signatures.NODE);
        return new SignedNode(NodeId.of(key.publicKey()), s, digest(bytes), bytes);
    }

    /** Parses and verifies. @throws Port17Exception BAD_INPUT if malformed, TAMPERED if the signature is wrong */
    public static SignedNode parse(byte[] bytes) throws Port17Exception {
        if (bytes.length > MAX) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "node record: longer than 8,192 bytes");
        }
        Reader in = new Reader(bytes, "node record");
        in.header(MAGIC, VERSION);
        int flags = in.u8();
        if ((flags & ~EXIT) != 0) {
            throw in.bad("an unknown flag is set");
        }
        byte[] key = in.bytes(NodeId.BYTES);
        long sequence = in.u63();
        long as = in.u32();
        String country = in.text(2);
        String name = in.text("its name", 1, NodeStatement.MAX_NAME);
        String owner = in.text("its owner", 1, NodeStatement.MAX_OWNER);
        List<Endpoint> endpoints = endpoints(in);
        List<Integer> suites = suites(in);
        int extension = in.u16();
        if (extension > MAX_EXTENSION) {
            throw in.bad("its extension is longer than 1,024 bytes");
        }
        Items items = items(new Reader(in.bytes(extension), "node record's extension"));
        in.skip(Signatures.BYTES);
        in.end();
        boolean exit = (flags & EXIT) != 0;
        NodeStatement statement = new NodeStatement(
                        name,
                        owner,
                        country,
                        as,
                        exit,
                        endpoints,
                        suites,
                        items.mlDsaDigest(),
                        items.certificate(),
                        items.mirror(),
                        sequence)
                .checked();
        if (!Signatures.soundKey(key) || !Signatures.trailing(key, Signatures.NODE, bytes)) {
            throw new Port17Exception(ErrorKind.TAMPERED, "node record: its signature is wrong");
        }
        NodeId id = NodeId.of(key);
        if (items.certificate().isPresent() && !items.certificate().get().covers(owner, id)) {
            throw new Port17Exception(ErrorKind.TAMPERED, "node record: its owner did not sign its certificate");
        }
        return new SignedNode(id, statement, digest(bytes), bytes.clone());
    }

    static List<Integer> suites(Reader in) throws Port17Exception {
        int count = in.u8();
        if (count < 1 || count > NodeStatement.MAX_SUITES) {
            throw in.bad("needs 1 to 32 suites");
        }
        List<Integer> suites = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            suites.add(in.u16());
        }
        return suites;
    }

    private static List<Endpoint> endpoints(Reader in) throws Port17Exception {
        int count = in.u8();
        if (count > NodeStatement.MAX_ENDPOINTS) {
            throw in.bad("it has more than 16 endpoints");
        }
        List<Endpoint> endpoints = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            endpoints.add(Endpoint.parse(in.text("an endpoint", 3, Endpoint.MAX)));
        }
        return endpoints;
    }

    private static byte[] extension(NodeStatement s) {
        Writer out = new Writer();
        if (!s.mlDsaDigest().isEmpty()) {
            out.u8(ML_DSA).u16(DIGEST).raw(HexFormat.of().parseHex(s.mlDsaDigest()));
        }
        s.certificate().ifPresent(c -> out.u8(OWNER).u16(OwnerCertificate.BYTES).raw(c.bytes()));
        if (s.mirror() != 0) {
            out.u8(MIRROR).u16(PORT).u16(s.mirror());
        }
        return out.bytes();
    }

    private record Items(String mlDsaDigest, Optional<OwnerCertificate> certificate, int mirror) {}

    /** Items in ascending order; those that are not known are skipped. */
    private static Items items(Reader in) throws Port17Exception {
        String digest = "";
        Optional<OwnerCertificate> certificate = Optional.empty();
        int mirror = 0;
        int last = 0;
        while (in.remaining() > 0) {
            int item = in.u8();
            byte[] value = in.bytes(in.u16());
            if (item <= last) {
                throw in.bad("its items are not in ascending order");
            }
            last = item;
            if (item == ML_DSA) {
                if (value.length != DIGEST) {
                    throw in.bad("an ML-DSA digest has 32 bytes");
                }
                digest = HexFormat.of().formatHex(value);
            }
            if (item == OWNER) {
                if (value.length != OwnerCertificate.BYTES) {
                    throw in.bad("an owner certificate has 96 bytes");
                }
                certificate = Optional.of(OwnerCertificate.of(value));
            }
            if (item == MIRROR) {
                if (value.length != PORT || (value[0] | value[1]) == 0) {
                    throw in.bad("a port for maps has 2 bytes and is not 0");
                }
                mirror = (value[0] & 0xff) << 8 | value[1] & 0xff;
            }
        }
        return new Items(digest, certificate, mirror);
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Signatures.sha256(bytes));
    }

    /** Two records are equal if their bytes are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SignedNode that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "node record " + id.brief();
    }
}
