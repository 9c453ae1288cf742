package org.port17.fuzz;

import java.security.SecureRandom;
import java.util.Optional;
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
import org.port17.testkit.SeededRandom;

/** A node's identity with one prekey a use, always the same. It remembers no shares: one serves many inputs. */
public final class GivenNode implements ThisNode {
    public static final CipherSuite SUITE = GivenSuites.ALL.get(0);
    public static final int LINK = 1;
    public static final int ONION = 2;
    private final SigningKey key = SigningKey.of(new byte[SigningKey.SEED_BYTES]);
    private final NodeId id = NodeId.of(key.publicKey(), 0);
    private final OwnPrekey link;
    private final OwnPrekey onion;
    private final SignedPrekey signedLink;
    private final SignedPrekey signedOnion;

    public GivenNode() {
        try {
            SecureRandom random = new SeededRandom(17);
            Prekey forLinks = SUITE.newPrekey(PrekeyUse.LINK, random);
            Prekey forOnions = SUITE.newPrekey(PrekeyUse.ONION, random);
            signedLink = SignedPrekey.sign(key, unsigned(LINK, PrekeyUse.LINK, forLinks));
            signedOnion = SignedPrekey.sign(key, unsigned(ONION, PrekeyUse.ONION, forOnions));
            link = new Own(signedLink.record(), SUITE, forLinks);
            onion = new Own(signedOnion.record(), SUITE, forOnions);
        } catch (Port17Exception e) {
            throw new AssertionError(e);
        }
    }

    private PrekeyRecord unsigned(int number, PrekeyUse use, Prekey secret) {
        return new PrekeyRecord(
                id, SUITE.traits().id(), use, number, number, 21_600, 43_200, secret.publicKey(), new byte[0]);
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public String name() {
        return "given";
    }

    @Override
    public byte[] sign(String purpose, byte[] message) {
        return key.sign(purpose, message);
    }

    @Override
    public Optional<OwnPrekey> prekey(int prekeyId) {
        return prekeyId == LINK ? Optional.of(link) : prekeyId == ONION ? Optional.of(onion) : Optional.empty();
    }

    @Override
    public Optional<SignedPrekey> offered(int suite, PrekeyUse use) {
        return suite == SUITE.traits().id()
                ? Optional.of(use == PrekeyUse.LINK ? signedLink : signedOnion)
                : Optional.empty();
    }

    @Override
    public void announce(Announcement announcement) {
        // nobody listens
    }

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
}
