package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.Issued;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;

/** What a lone authority signs while the pace holds. */
class NextPrekeysTest {
    private static final long START = 1_800_000_000_000L;
    private static final SigningKey ADA = RegistryTest.key(1);
    private static final SigningKey BOB = RegistryTest.key(2);

    @TempDir
    Path directory;

    private final AtomicLong millis = new AtomicLong(START);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final PrekeyPace pace = new PrekeyPace();
    private final Registry registry = new Registry(clock, Duration.ofMinutes(30), OwnerRule.free(), RegistryTest.LOCAL);
    private MapIssuer issuer;

    @BeforeEach
    void start() throws Exception {
        AuthoritySettings settings = new AuthoritySettings(
                new AuthoritySettings.Place("local", "127.0.0.1", 0, directory),
                new Judgement(Set.of(), Set.of(), Map.of()),
                new AuthoritySettings.Rules(List.of(0x0101), OwnerRule.free(), 0, Optional.empty()),
                RegistryTest.LOCAL,
                new AuthoritySettings.Times(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(24)),
                SeveralAuthoritiesTest.NEVER);
        issuer = new MapIssuer(
                settings,
                new CoSigners(AuthorityKey.open(directory).key(), Optional.empty()),
                registry,
                Findings.in(directory, SeveralAuthoritiesTest.NEVER, clock),
                clock,
                pace);
        announce(ADA, "ada", false, 0);
        prekeys(ADA, 10);
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.stop();
    }

    /** Else one node could have all clients fetch all prekeys at each poll, by whatever it changes besides. */
    @Test
    void whileThePaceHoldsOtherNodesGoWithThePrekeysOfBefore() throws Exception {
        Issued first = await(map -> map.edition().nodes().size() == 1);
        spend();
        prekeys(ADA, 20);
        announce(ADA, "ada", true, 1);
        issuer.touch();
        Issued second = await(map -> map.epoch() > first.epoch());
        assertNotEquals(first.root(), second.root());
        assertEquals(first.prekeyDigest(), second.prekeyDigest());
        millis.addAndGet(PrekeyPace.MOST_MILLIS);
        issuer.touch();
        Issued third = await(map -> map.epoch() > second.epoch());
        assertEquals(second.root(), third.root());
        assertNotEquals(second.prekeyDigest(), third.prekeyDigest());
    }

    @Test
    void whoIsNotInTheSetOfBeforeWaitsForTheNext() throws Exception {
        Issued first = await(map -> map.edition().nodes().size() == 1);
        spend();
        announce(BOB, "bob", false, 0);
        prekeys(BOB, 30);
        announce(ADA, "ada", true, 1);
        issuer.touch();
        Issued second = await(map -> map.epoch() > first.epoch());
        assertEquals(1, second.edition().nodes().size(), "bob's prekeys are in no set yet");
        millis.addAndGet(PrekeyPace.MOST_MILLIS);
        issuer.touch();
        await(map -> map.edition().nodes().size() == 2);
    }

    /** A set may not be longer than readers take for so many rows. */
    @Test
    void whoLeavesIsGoneAtOnce() throws Exception {
        announce(BOB, "bob", false, 0);
        prekeys(BOB, 30);
        issuer.touch();
        Issued first = await(map -> map.edition().nodes().size() == 2);
        spend();
        NodeStatement nowhere =
                new NodeStatement("bob", "Owner", "DE", 0, false, List.of(), List.of(0x0101), START + 1);
        registry.node(SignedNode.sign(BOB, nowhere), "");
        issuer.touch();
        Issued second = await(map -> map.edition().nodes().size() == 1);
        assertEquals(first.prekeyDigest(), second.prekeyDigest(), "his prekeys serve nobody, and do no harm");
        assertTrue(second.prekeys().orElseThrow().length <= PrekeySet.most(1, 1));
    }

    /** Several sign only a set of the nodes listed, so none waits and the set of before is kept only if it is one. */
    @Test
    void amongSeveralTheSetOfBeforeIsKeptAsLongAsTheOthersSignIt() throws Exception {
        Issued first = await(map -> map.edition().nodes().size() == 1);
        spend();
        NextPrekeys next = new NextPrekeys(pace, List.of(0x0101));
        prekeys(ADA, 20);
        Served ada = issuer.served();
        NextPrekeys.Choice kept = next.shared(ada, ada.nodes(), Optional.of(first), START);
        assertEquals(first.prekeyDigest(), PrekeySet.digest(kept.set()));
        announce(BOB, "bob", false, 0);
        prekeys(BOB, 30);
        Served both = issuer.served();
        NextPrekeys.Choice other = next.shared(both, both.nodes(), Optional.of(first), START);
        assertFalse(first.prekeyDigest().equals(PrekeySet.digest(other.set())));
        assertEquals(2, other.nodes().size());
    }

    /** As after many large sets. */
    private void spend() {
        pace.named(PrekeySet.MAX_BYTES, START);
    }

    private void announce(SigningKey key, String name, boolean exit, int later) throws Port17Exception {
        registry.node(RegistryTest.record(key, name, exit, START + later), "");
    }

    private void prekeys(SigningKey key, int id) throws Port17Exception {
        long from = START / 1_000 - 60 + id;
        List<SignedPrekey> both = List.of(RegistryTest.prekey(key, id, from), RegistryTest.onion(key, id + 1, from));
        registry.prekeys(PrekeySet.parse(PrekeySet.write(both), 2));
        for (Registry.Due due : registry.due()) {
            registry.outcome(due, Registry.Outcome.PROVEN);
        }
    }

    private Issued await(Predicate<Issued> condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            Optional<Issued> newest = issuer.history().newest().filter(condition);
            if (newest.isPresent()) {
                return newest.get();
            }
            assertTrue(System.nanoTime() < end, "no such map came");
            LockSupport.parkNanos(5_000_000);
        }
    }
}
