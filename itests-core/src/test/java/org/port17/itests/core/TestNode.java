package org.port17.itests.core;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
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

/** A node's identity with a real key and real prekeys, without files. */
final class TestNode implements ThisNode {
    private final SigningKey key;
    private final MlDsaKey second;
    private final NodeId id;
    private final String name;
    private final List<CipherSuite> suites;
    private final SecureRandom random;
    final List<OwnPrekey> prekeys = new ArrayList<>();
    private final Map<Integer, Integer> lookups = new HashMap<>();
    Announcement announced;

    /** What it names to who used another prekey; null for the truth. */
    BiFunction<Integer, PrekeyUse, SignedPrekey> lie;

    /** How many shares a prekey made from now on remembers. */
    int room = Integer.MAX_VALUE;

    TestNode(String name, List<CipherSuite> suites, SecureRandom random) throws Exception {
        this.name = name;
        this.key = SigningKey.generate(random);
        this.second = MlDsaKey.generate(random);
        this.id = NodeId.of(key.publicKey());
        this.suites = suites;
        this.random = random;
        newPrekeys();
    }

    /** One more of each suite and use, each beginning a second after the one before it. */
    void newPrekeys() throws Port17Exception {
        for (CipherSuite suite : suites) {
            for (PrekeyUse use : PrekeyUse.values()) {
                make(suite, use, FixedMap.NOW - 1_000 + prekeys.size());
            }
        }
    }

    private void make(CipherSuite suite, PrekeyUse use, long notBefore) throws Port17Exception {
        prekeys.add(sign(suite, use, notBefore));
    }

    /** A prekey that this node signs and does not answer to. */
    OwnPrekey sign(CipherSuite suite, PrekeyUse use, long notBefore) throws Port17Exception {
        Prekey secret = suite.newPrekey(use, random);
        PrekeyRecord unsigned = new PrekeyRecord(
                id,
                suite.traits().id(),
                use,
                random.nextInt(),
                notBefore,
                notBefore + 21_600,
                notBefore + 43_200,
                secret.publicKey(),
                new byte[0]);
        return new Own(SignedPrekey.sign(key, second, unsigned), suite, secret, new HashSet<>(), room);
    }

    /** As after a restart: what was made before is gone, and others begin later. */
    void replacePrekeys() throws Port17Exception {
        int old = prekeys.size();
        newPrekeys();
        prekeys.subList(0, old).clear();
    }

    record Own(SignedPrekey signed, CipherSuite suite, Prekey secret, Set<String> seen, int room) implements OwnPrekey {
        @Override
        public PrekeyRecord record() {
            return signed.record();
        }

        @Override
        public boolean firstSeen(byte[] share) {
            return !full() && seen.add(Arrays.toString(share));
        }

        @Override
        public boolean full() {
            return seen.size() >= room;
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
        return key.sign(purpose, message);
    }

    /** How often somebody came with a prekey. */
    int used(int prekeyId) {
        return lookups.getOrDefault(prekeyId, 0);
    }

    @Override
    public Optional<OwnPrekey> prekey(int prekeyId) {
        lookups.merge(prekeyId, 1, Integer::sum);
        return prekeys.stream().filter(p -> p.record().id() == prekeyId).findFirst();
    }

    @Override
    public Optional<SignedPrekey> offered(int suite, PrekeyUse use) {
        if (lie != null) {
            return Optional.of(lie.apply(suite, use));
        }
        return prekeys.stream()
                .filter(p -> p.record().suite() == suite && p.record().use() == use && !p.full())
                .map(p -> ((Own) p).signed())
                .max((a, b) -> Long.compare(a.record().notBefore(), b.record().notBefore()));
    }

    @Override
    public void announce(Announcement announcement) {
        announced = announcement;
    }
}
