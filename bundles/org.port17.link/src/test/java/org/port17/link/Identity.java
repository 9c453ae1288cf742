package org.port17.link;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.api.NodeId;
import org.port17.netmap.PrekeyRecord;
import org.port17.node.Announcement;
import org.port17.node.OwnPrekey;
import org.port17.node.ThisNode;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;

/** A node's identity with LINK prekeys, in memory. */
class Identity implements ThisNode {
    private final KeyPair keys;
    private final NodeId id;
    private final Map<Integer, Own> prekeys = new HashMap<>();

    Identity() {
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        byte[] encoded = keys.getPublic().getEncoded();
        id = NodeId.of(encoded, encoded.length - NodeId.BYTES);
    }

    PrekeyRecord newPrekey(CipherSuite suite, int number) {
        Prekey secret = suite.newPrekey(PrekeyUse.LINK, new SecureRandom());
        byte[] digest = new byte[32];
        Arrays.fill(digest, (byte) number);
        PrekeyRecord record =
                new PrekeyRecord(id, suite.traits().id(), PrekeyUse.LINK, number, 0, 1, 2, secret.publicKey(), digest);
        prekeys.put(number, new Own(record, suite, secret, new HashSet<>()));
        return record;
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
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(("P17/1 " + purpose + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Optional<OwnPrekey> prekey(int prekeyId) {
        return Optional.ofNullable(prekeys.get(prekeyId));
    }

    @Override
    public void announce(Announcement announcement) {
        throw new UnsupportedOperationException("links announce nothing");
    }

    private record Own(PrekeyRecord record, CipherSuite suite, Prekey secret, Set<String> seen) implements OwnPrekey {
        @Override
        public boolean firstSeen(byte[] share) {
            return seen.add(HexFormat.of().formatHex(share));
        }
    }
}
