package org.port17.rehearsal;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.node.Announcement;
import org.port17.node.OwnPrekey;
import org.port17.node.ThisNode;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;

/** A made-up node with keys of its own, which end with it. */
final class StageNode implements ThisNode, AutoCloseable {
    private static final int LIFE = 3_600;
    private final SigningKey key;
    private final NodeId id;
    private final String name;
    private final long as;
    private final List<Integer> suites;
    private final List<Own> prekeys = new ArrayList<>();

    /** @param as what tells it apart, since it has no address */
    StageNode(String name, long as, List<CipherSuite> suites, SecureRandom random) throws Port17Exception {
        this.key = SigningKey.generate(random);
        this.id = NodeId.of(key.publicKey());
        this.name = name;
        this.as = as;
        this.suites = suites.stream().map(suite -> suite.traits().id()).toList();
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        for (CipherSuite suite : suites) {
            for (PrekeyUse use : suite.traits().onion() ? PrekeyUse.values() : new PrekeyUse[] {PrekeyUse.LINK}) {
                prekeys.add(own(suite, use, digest, random));
            }
        }
    }

    private Own own(CipherSuite suite, PrekeyUse use, byte[] digest, SecureRandom random) throws Port17Exception {
        Prekey secret = suite.newPrekey(use, random);
        PrekeyRecord record = new PrekeyRecord(
                id, suite.traits().id(), use, random.nextInt(), 0, LIFE, LIFE, secret.publicKey(), digest.clone());
        return new Own(record, suite, secret);
    }

    /** Nothing is replayed where one thread makes every share once. */
    private record Own(PrekeyRecord record, CipherSuite suite, Prekey secret) implements OwnPrekey {
        @Override
        public boolean firstSeen(byte[] share) {
            return true;
        }

        @Override
        public boolean full() {
            return false;
        }
    }

    /** How the made-up map lists it. */
    Node listed() {
        return new Node(
                id,
                name,
                "owner of " + name,
                "ZZ",
                as,
                true,
                // Or it would have to wait for what an application says to be encrypted.
                true,
                List.of(new Endpoint(StageWires.SCHEME, name)),
                suites,
                "");
    }

    Optional<PrekeyRecord> prekey(int number, PrekeyUse use) {
        return prekeys.stream()
                .map(Own::record)
                .filter(p -> p.suite() == number && p.use() == use)
                .findFirst();
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
        return key.sign(purpose, message);
    }

    @Override
    public Optional<OwnPrekey> prekey(int prekeyId) {
        for (Own own : prekeys) {
            if (own.record().id() == prekeyId) {
                return Optional.of(own);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<SignedPrekey> offered(int number, PrekeyUse use) {
        return Optional.empty();
    }

    @Override
    public void announce(Announcement announcement) {
        // Nobody is told.
    }

    @Override
    public void close() {
        prekeys.forEach(own -> own.secret().close());
        key.close();
    }
}
