package org.port17.itests.core;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.port17.api.NodeId;
import org.port17.netmap.PrekeyRecord;
import org.port17.node.Announcement;
import org.port17.node.OwnPrekey;
import org.port17.node.ThisNode;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;

/** A node's identity with a real key and real prekeys, without files. */
final class TestNode implements ThisNode {
    private final Ed25519PrivateKeyParameters key;
    private final NodeId id;
    private final String name;
    final List<OwnPrekey> prekeys = new ArrayList<>();
    Announcement announced;

    TestNode(String name, List<CipherSuite> suites, SecureRandom random) throws Exception {
        this.name = name;
        this.key = new Ed25519PrivateKeyParameters(random);
        this.id = NodeId.of(key.generatePublicKey().getEncoded());
        for (CipherSuite suite : suites) {
            for (PrekeyUse use : PrekeyUse.values()) {
                Prekey secret = suite.newPrekey(use, random);
                byte[] digest = new byte[32];
                random.nextBytes(digest);
                PrekeyRecord record = new PrekeyRecord(
                        id,
                        suite.traits().id(),
                        use,
                        random.nextInt(),
                        0,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        secret.publicKey(),
                        digest);
                prekeys.add(new Own(record, suite, secret, new HashSet<>()));
            }
        }
    }

    private record Own(PrekeyRecord record, CipherSuite suite, Prekey secret, Set<String> seen) implements OwnPrekey {
        @Override
        public boolean firstSeen(byte[] share) {
            return seen.add(Arrays.toString(share));
        }
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] sign(String purpose, byte[] message) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        byte[] prefix = ("P17/1 " + purpose + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        signer.update(prefix, 0, prefix.length);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }

    @Override
    public Optional<OwnPrekey> prekey(int prekeyId) {
        return prekeys.stream().filter(p -> p.record().id() == prekeyId).findFirst();
    }

    @Override
    public void announce(Announcement announcement) {
        announced = announcement;
    }
}
