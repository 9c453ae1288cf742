package org.port17.netmap.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;

/**
 * A map whose authority's signature, structure and records were verified. Its age and epoch are the caller's to judge.
 *
 * @param bytes the signed map; do not modify
 */
public record SignedMap(MapStatement statement, byte[] bytes) {
    /** Longest map: 64 MiB. */
    public static final int MAX_BYTES = 64 << 20;

    public static final int MAX_NODES = 100_000;
    static final String MAGIC = "P17M";
    static final int VERSION = 2;
    static final int MAX_EXTENSION = 4_096;

    /** Signs a statement. @throws Port17Exception BAD_INPUT if it breaks a bound or holds an id or name twice */
    public static SignedMap sign(SigningKey authority, MapStatement statement) throws Port17Exception {
        MapStatement s = statement;
        check(s);
        Writer out = new Writer()
                .header(MAGIC, VERSION)
                .text(s.network())
                .u64(s.epoch())
                .u64(s.created())
                .u64(s.validUntil())
                .raw(authority.publicKey())
                .u8(s.suites().size());
        s.suites().forEach(out::u16);
        out.u32(s.trusted().size());
        s.trusted().forEach(id -> out.raw(id.bytes()));
        out.u16(0).u32(s.nodes().size());
        s.nodes()
                .forEach(n -> out.u64(n.capacity())
                        .u64(n.since())
                        .u16(n.record().bytes().length)
                        .raw(n.record().bytes()));
        byte[] bytes = out.signed(authority, Signatures.MAP);
        if (bytes.length > MAX_BYTES) {
            throw bad("longer than 64 MiB");
        }
        return new SignedMap(s, bytes);
    }

    /** Parses and verifies, every record included. */
    public static SignedMap parse(byte[] bytes, byte[] authority) throws Port17Exception {
        return parse(bytes, authority, id -> null);
    }

    /**
     * Parses and verifies. The authority's signature is checked before anything else is read.
     *
     * @param authority the only Ed25519 key that may sign
     * @param verified answers the record of a node that was verified before, or null; it is taken if its bytes are the
     *     same
     * @throws Port17Exception TAMPERED if the authority's or a record's signature is wrong, BAD_INPUT if malformed
     */
    public static SignedMap parse(byte[] bytes, byte[] authority, Function<NodeId, SignedNode> verified)
            throws Port17Exception {
        if (bytes.length > MAX_BYTES) {
            throw bad("longer than 64 MiB");
        }
        Reader in = new Reader(bytes, "map");
        in.header(MAGIC, VERSION);
        if (!Signatures.trailing(authority, Signatures.MAP, bytes)) {
            throw new Port17Exception(ErrorKind.TAMPERED, "map: not signed by the configured authority, or altered");
        }
        String network = in.text("its network's name", 1, NodeStatement.MAX_NAME);
        long epoch = in.u63();
        long created = in.u63();
        long validUntil = in.u63();
        if (!Arrays.equals(in.bytes(Signatures.KEY_BYTES), authority)) {
            throw in.bad("names another authority than the one that signed it");
        }
        List<Integer> suites = SignedNode.suites(in);
        Set<NodeId> trusted = trusted(in);
        int extension = in.u16();
        if (extension > MAX_EXTENSION) {
            throw in.bad("its extension is longer than 4,096 bytes");
        }
        in.skip(extension);
        List<MapNode> nodes = nodes(in, verified);
        in.skip(Signatures.BYTES);
        in.end();
        MapStatement statement = new MapStatement(network, epoch, created, validUntil, suites, trusted, nodes);
        check(statement);
        return new SignedMap(statement, bytes.clone());
    }

    private static Set<NodeId> trusted(Reader in) throws Port17Exception {
        int count = in.count("trusted nodes", MAX_NODES, NodeId.BYTES);
        Set<NodeId> trusted = new TreeSet<>();
        NodeId last = null;
        for (int i = 0; i < count; i++) {
            NodeId id = NodeId.of(in.bytes(NodeId.BYTES));
            if (last != null && last.compareTo(id) >= 0) {
                throw in.bad("its trust list is not sorted or holds an id twice");
            }
            trusted.add(id);
            last = id;
        }
        return trusted;
    }

    private static List<MapNode> nodes(Reader in, Function<NodeId, SignedNode> verified) throws Port17Exception {
        int count = in.count("nodes", MAX_NODES, 2 + 2 * Long.BYTES + SignedNode.MIN);
        List<MapNode> nodes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long capacity = in.u63();
            long since = in.u63();
            int length = in.u16();
            if (length < SignedNode.MIN || length > SignedNode.MAX) {
                throw in.bad("a record has a wrong length");
            }
            byte[] raw = in.bytes(length);
            SignedNode known = verified.apply(NodeId.of(raw, 6));
            SignedNode record = known != null && Arrays.equals(known.bytes(), raw) ? known : SignedNode.parse(raw);
            nodes.add(new MapNode(record, capacity, since));
        }
        return nodes;
    }

    private static void check(MapStatement s) throws Port17Exception {
        if (!NodeStatement.nameFits(s.network())) {
            throw bad("its network's name is not 1 to 32 characters of a-z, 0-9 and -");
        }
        if (s.epoch() < 1 || s.created() < 0 || s.created() >= s.validUntil()) {
            throw bad("its epoch or times contradict each other");
        }
        NodeStatement.requireSuites(s.suites(), "map");
        if (s.nodes().size() > MAX_NODES || s.trusted().size() > MAX_NODES) {
            throw bad("more than 100,000 nodes");
        }
        Set<String> names = new HashSet<>();
        NodeId last = null;
        for (MapNode node : s.nodes()) {
            if (node.capacity() < 0 || node.since() < 0) {
                throw bad("a node's capacity or age is negative");
            }
            if (last != null && last.compareTo(node.record().id()) >= 0) {
                throw bad("its nodes are not sorted, or one appears twice");
            }
            if (!names.add(node.record().statement().name())) {
                throw bad("two nodes have one name");
            }
            last = node.record().id();
        }
    }

    private static Port17Exception bad(String why) {
        return new Port17Exception(ErrorKind.BAD_INPUT, "map: " + why);
    }

    @Override
    public String toString() {
        return "map " + statement.epoch();
    }
}
