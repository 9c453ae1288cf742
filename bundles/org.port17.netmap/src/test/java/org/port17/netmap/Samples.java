package org.port17.netmap;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.port17.api.Endpoint;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.MapStatement;
import org.port17.netmap.format.MlDsaKey;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedMap;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.PrekeyUse;

/** Made-up networks. */
public final class Samples {
    public static final long NOW_MILLIS = 1_800_000_000_000L;
    public static final long NOW = NOW_MILLIS / 1_000;

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

    public static NodeStatement statement(String name, boolean exit, long sequence) {
        return new NodeStatement(
                name,
                "Owner of " + name,
                "DE",
                64_496,
                exit,
                List.of(new Endpoint("tcp", "192.0.2.1:4000"), new Endpoint("ws", "192.0.2.1:80/port17")),
                List.of(0x0101, 0x0102),
                sequence);
    }

    public static SignedNode node(int number, String name) throws Port17Exception {
        return SignedNode.sign(key(number), statement(name, number % 2 == 0, NOW_MILLIS));
    }

    public static MapStatement map(long epoch, List<SignedNode> nodes) {
        return map(epoch, NOW_MILLIS, NOW_MILLIS + 86_400_000, nodes);
    }

    public static MapStatement map(long epoch, long created, long validUntil, List<SignedNode> nodes) {
        List<SignedNode> sorted = new ArrayList<>(nodes);
        sorted.sort(Comparator.comparing(SignedNode::id));
        Set<NodeId> trusted = nodes.isEmpty() ? Set.of() : Set.of(nodes.get(0).id());
        return new MapStatement(
                "local",
                epoch,
                created,
                validUntil,
                List.of(0x0101, 0x0102),
                trusted,
                sorted.stream().map(MapNode::of).toList());
    }

    public static SignedMap signedMap(SigningKey authority, long epoch) throws Port17Exception {
        return SignedMap.sign(authority, map(epoch, List.of(node(1, "ada"), node(2, "bob"), node(3, "cleo"))));
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
