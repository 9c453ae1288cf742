package org.port17.netmap;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.port17.api.Endpoint;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.OwnerNumbers;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.MlDsaKey;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.PrekeyUse;

/** Made-up networks. */
public final class Samples {
    public static final long NOW_MILLIS = 1_800_000_000_000L;
    public static final long NOW = NOW_MILLIS / 1_000;

    /** Ten weeks ago. */
    public static final long FOUNDED = NOW - 10 * 7 * 86_400;

    private Samples() {}

    public static SigningKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[31] = 17;
        return SigningKey.of(seed);
    }

    public static MlDsaKey mlDsa(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return MlDsaKey.of(seed);
    }

    public static SigningKey randomKey() {
        return SigningKey.generate(new SecureRandom());
    }

    public static NodeId id(SigningKey key) {
        return NodeId.of(key.publicKey(), 0);
    }

    /** No two nodes answer at one address. */
    private static String address(String name) {
        return "192.0.2." + (name.hashCode() & 127);
    }

    public static NodeStatement statement(String name, boolean exit, long sequence) {
        return new NodeStatement(
                name,
                "Owner of " + name,
                "DE",
                64_496,
                exit,
                List.of(new Endpoint("tcp", address(name) + ":4000"), new Endpoint("ws", address(name) + ":80/port17")),
                List.of(0x0101, 0x0102),
                sequence);
    }

    public static SignedNode node(int number, String name) throws Port17Exception {
        return SignedNode.sign(key(number), statement(name, number % 2 == 0, NOW_MILLIS));
    }

    /** A map with everything that belongs to it. */
    public record Made(MapHead head, Columns columns, List<MapNode> nodes, byte[] prekeys) {
        public String root() {
            return HexFormat.of().formatHex(columns.root());
        }

        public byte[] records() {
            return RecordBundle.write(nodes.stream().map(MapNode::record).toList());
        }
    }

    /** What an authority signs about these nodes, without prekeys; the first of them is trusted. */
    public static Made map(SigningKey authority, long epoch, List<SignedNode> nodes) throws Port17Exception {
        return map(authority, epoch, NOW_MILLIS, NOW_MILLIS + 86_400_000, nodes);
    }

    public static Made map(SigningKey authority, long epoch, long created, long validUntil, List<SignedNode> nodes)
            throws Port17Exception {
        return map(authority, epoch, created, validUntil, nodes, List.of());
    }

    public static Made map(
            SigningKey authority,
            long epoch,
            long created,
            long validUntil,
            List<SignedNode> nodes,
            List<SignedPrekey> prekeys)
            throws Port17Exception {
        List<MapNode> listed = new ArrayList<>();
        for (SignedNode node : nodes) {
            listed.add(new MapNode(node, listed.isEmpty(), false, 12_500_000, NOW - 5 * 7 * 86_400));
        }
        byte[] set = PrekeySet.write(prekeys);
        HeadStatement statement = statement(epoch, created, validUntil, List.of(0x0101, 0x0102), listed, set);
        return made(List.of(authority), statement, listed, set);
    }

    public static HeadStatement statement(
            long epoch, long created, long validUntil, List<Integer> suites, List<MapNode> nodes)
            throws Port17Exception {
        return statement(epoch, created, validUntil, suites, nodes, PrekeySet.write(List.of()));
    }

    public static HeadStatement statement(
            long epoch, long created, long validUntil, List<Integer> suites, List<MapNode> nodes, byte[] prekeys)
            throws Port17Exception {
        Columns columns = RecordRows.columns(nodes, FOUNDED, new OwnerNumbers());
        String root = HexFormat.of().formatHex(columns.root());
        String set = PrekeySet.digest(prekeys);
        return new HeadStatement(
                "local", FOUNDED, epoch, created, validUntil, suites, root, columns.size(), "", set, 0);
    }

    public static Made made(List<SigningKey> authorities, HeadStatement statement, List<MapNode> nodes)
            throws Port17Exception {
        return made(authorities, statement, nodes, PrekeySet.write(List.of()));
    }

    /** @param prekeys the set whose digest the statement has */
    public static Made made(List<SigningKey> authorities, HeadStatement statement, List<MapNode> nodes, byte[] prekeys)
            throws Port17Exception {
        byte[] message = statement.message();
        List<Quorum.Endorsement> signatures = authorities.stream()
                .map(key -> Quorum.Endorsement.by(key, Signatures.MAP, message))
                .toList();
        Quorum quorum = new Quorum(
                authorities.stream()
                        .map(k -> HexFormat.of().formatHex(k.publicKey()))
                        .toList(),
                authorities.size());
        Columns columns = RecordRows.columns(nodes, FOUNDED, new OwnerNumbers());
        return new Made(MapHead.of(statement, signatures, quorum), columns, nodes, prekeys);
    }

    public static Made signedMap(SigningKey authority, long epoch) throws Port17Exception {
        return signedMap(authority, epoch, List.of());
    }

    /** A map of three nodes, and the prekeys that go with it. */
    public static Made signedMap(SigningKey authority, long epoch, List<SignedPrekey> prekeys) throws Port17Exception {
        List<SignedNode> nodes = List.of(node(1, "ada"), node(2, "bob"), node(3, "cleo"));
        return map(authority, epoch, NOW_MILLIS, NOW_MILLIS + 86_400_000, nodes, prekeys);
    }

    public static SignedPrekey prekey(SigningKey key, int suite, PrekeyUse use, int id, long notBefore)
            throws Port17Exception {
        return SignedPrekey.sign(key, unsigned(key, suite, use, id, notBefore));
    }

    public static PrekeyRecord unsigned(SigningKey key, int suite, PrekeyUse use, int id, long notBefore) {
        byte[] publicKey = new byte[use == PrekeyUse.LINK ? 1_216 : 32];
        publicKey[0] = (byte) id;
        return new PrekeyRecord(
                id(key), suite, use, id, notBefore, notBefore + 21_600, notBefore + 43_200, publicKey, new byte[0]);
    }
}
