package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SigningKey;

/** 90 % of announced nodes are fakes: none gets in, nobody else is kept out, and no stranger is dialled much for it. */
class FloodOfFakesTest {
    private static final int HONEST = 100;
    private static final int FAKES = 900;
    private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);
    private final FakeProver prover = new FakeProver();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Registry registry = new Registry(
            () -> Instant.ofEpochMilli(millis.get()),
            Duration.ofMinutes(30),
            OwnerRule.free(),
            AddressRulesTest.PUBLIC);
    private final ProofRounds rounds = new ProofRounds(
            registry, prover, AddressRulesTest.PUBLIC, () -> millis.get() * 1_000_000, () -> {}, tasks::add);
    private final Set<String> honest = new TreeSet<>();
    private final List<Endpoint> victims = new ArrayList<>();

    /** Honest node i announces itself from where it is. */
    @BeforeEach
    void victims() {
        // Machines of strangers, 8 in each neighbourhood, where no node is.
        for (int i = 0; i < 80; i++) {
            Endpoint victim = new Endpoint("tcp", "12.0." + i / 8 + "." + (1 + i % 8) + ":8080");
            victims.add(victim);
            prover.nobodyAt(victim);
        }
    }

    private boolean announce(int number, String name, String origin, Endpoint endpoint) throws Port17Exception {
        SigningKey key = RegistryTest.key(number);
        SignedNode record = SignedNode.sign(
                key,
                new NodeStatement(
                        name, "Owner", "DE", 0, false, List.of(endpoint), List.of(0x0101), millis.incrementAndGet()));
        try {
            registry.node(record, origin);
            registry.prekeys(new PrekeySet(List.of(RegistryTest.prekey(key, number, millis.get() / 1_000 - 60)), 0));
            return true;
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.OVERLOADED, e.kind());
            return false;
        }
    }

    private void announceHonest(int i) throws Port17Exception {
        honest.add("honest" + i);
        String origin = String.format("0d00%02x", i);
        assertTrue(announce(10_000 + i, "honest" + i, origin, new Endpoint("tcp", "13.0." + i + ".1:4000")));
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            millis.addAndGet(1_000);
            run();
        }
    }

    private void run() {
        rounds.round();
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private Set<String> map() {
        return registry.live(Judgement.NONE).stream()
                .map(n -> n.record().statement().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void fromAFewOriginsTheyDoNotEvenAllGetALook() throws Exception {
        int taken = 0;
        for (int i = 0; i < FAKES; i++) {
            taken += announce(i, "fake" + i, "0a000" + i % 5, victims.get(i % victims.size())) ? 1 : 0;
        }
        assertEquals(5 * Newcomers.MOST_OF_ORIGIN, taken);
        for (int i = 0; i < HONEST; i++) {
            announceHonest(i);
        }
        run();
        assertEquals(honest, map(), "in the very first round");
        pass(Duration.ofMinutes(10));
        assertEquals(honest, map());
        assertBounded(Duration.ofMinutes(10));
    }

    @Test
    void fromEverywhereTheyDelayOthersButKeepNobodyOut() throws Exception {
        for (int i = 0; i < FAKES; i++) {
            assertTrue(announce(i, "fake" + i, "0a" + i, victims.get(i % victims.size())));
            if (i % 9 == 8) {
                announceHonest(i / 9);
            }
        }
        pass(Duration.ofMinutes(1));
        assertEquals(honest, map());
        pass(Duration.ofMinutes(9));
        assertBounded(Duration.ofMinutes(10));
    }

    /** Strangers who claim an honest node's address, to use up how often it may be dialled. */
    @Test
    void claimsOfAnHonestNodesAddressDoNotKeepItOut() throws Exception {
        Endpoint home = new Endpoint("tcp", "13.0.7.1:4000");
        SigningKey owner = RegistryTest.key(10_007);
        prover.at(home, NodeId.of(owner.publicKey()));
        for (int i = 0; i < FAKES; i++) {
            assertTrue(announce(i, "fake" + i, "0a" + i, home));
        }
        pass(Duration.ofSeconds(30));
        assertEquals(Set.of(), map());
        announceHonest(7);
        run();
        assertEquals(honest, map());
    }

    @Test
    void whenThereIsNoRoomTheMostCrowdedOriginLosesAPlace() throws Exception {
        int crowded = Newcomers.MOST_OF_ORIGIN;
        for (int i = 0; i < Newcomers.MOST; i++) {
            assertTrue(announce(i, "fake" + i, "0a" + i / crowded, victims.get(i % victims.size())));
        }
        pass(Duration.ofSeconds(10));
        announceHonest(1);
        run();
        assertEquals(honest, map());
        assertEquals(Newcomers.MOST, registry.candidates().size(), "somebody lost his place");
    }

    /** What the dials in vain cost strangers: 4 to a machine at once, then one a minute; 16 and 4 a minute to neighbours. */
    private void assertBounded(Duration passed) {
        long minutes = passed.toMinutes();
        for (Endpoint victim : victims) {
            assertTrue(
                    prover.dials(victim) <= 4 + minutes + 1,
                    "a machine was dialled " + prover.dials(victim) + " times");
        }
        for (int prefix = 0; prefix < victims.size() / 8; prefix++) {
            int dials = victims.subList(8 * prefix, 8 * prefix + 8).stream()
                    .mapToInt(prover::dials)
                    .sum();
            assertTrue(dials <= 16 + 4 * minutes + 1, "a neighbourhood was dialled " + dials + " times");
        }
    }
}
