package org.port17.link;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.MlDsaKey;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.node.Announcement;
import org.port17.node.OwnPrekey;
import org.port17.node.ThisNode;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;

/** A node's identity with real keys and prekeys, in memory. */
class Identity implements ThisNode {
    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final MlDsaKey second = MlDsaKey.generate(new SecureRandom());
    private final NodeId id = NodeId.of(key.publicKey(), 0);
    private final Map<Integer, Own> prekeys = new HashMap<>();

    /** How many shares each prekey remembers. */
    int room = Integer.MAX_VALUE;

    /** A prekey that begins at second {@code number}. */
    PrekeyRecord newPrekey(CipherSuite suite, PrekeyUse use, int number) throws Port17Exception {
        Prekey secret = suite.newPrekey(use, new SecureRandom());
        PrekeyRecord unsigned = new PrekeyRecord(
                id, suite.traits().id(), use, number, number, 21_600, 43_200, secret.publicKey(), new byte[0]);
        SignedPrekey signed = SignedPrekey.signedTwice(unsigned.suite())
                ? SignedPrekey.sign(key, second, unsigned)
                : SignedPrekey.sign(key, unsigned);
        prekeys.put(number, new Own(signed, suite, secret, new HashSet<>(), room));
        return signed.record();
    }

    void forgetPrekeys() {
        prekeys.clear();
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public String name() {
        return "node-" + id.brief();
    }

    @Override
    public byte[] sign(String purpose, byte[] message) {
        return key.sign(purpose, message);
    }

    @Override
    public Optional<OwnPrekey> prekey(int prekeyId) {
        return Optional.ofNullable(prekeys.get(prekeyId));
    }

    @Override
    public Optional<SignedPrekey> offered(int suite, PrekeyUse use) {
        return prekeys.values().stream()
                .filter(p -> p.record().suite() == suite && p.record().use() == use && !p.full())
                .map(Own::signed)
                .max((a, b) -> Integer.compare(a.record().id(), b.record().id()));
    }

    @Override
    public void announce(Announcement announcement) {
        throw new UnsupportedOperationException("links announce nothing");
    }

    record Own(SignedPrekey signed, CipherSuite suite, Prekey secret, Set<String> seen, int room) implements OwnPrekey {
        @Override
        public PrekeyRecord record() {
            return signed.record();
        }

        @Override
        public boolean firstSeen(byte[] share) {
            return !full() && seen.add(HexFormat.of().formatHex(share));
        }

        @Override
        public boolean full() {
            return seen.size() >= room;
        }
    }
}
