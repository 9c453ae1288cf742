package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SigningKey;

/** Nodes count where they were found, and nowhere else. Time stands still until a test moves it. */
class AddressProofsTest {
    private static final long START = 1_800_000_000_000L;
    private static final Duration DROP = Duration.ofMinutes(30);
    private final AtomicLong millis = new AtomicLong(START);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final FakeProver prover = new FakeProver();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Map<NodeId, Integer> prekeys = new HashMap<>();
    private Registry registry = new Registry(clock, DROP, OwnerRule.free(), AddressRulesTest.PUBLIC);
    private ProofRounds rounds = rounds();

    private ProofRounds rounds() {
        return new ProofRounds(
                registry, prover, AddressRulesTest.PUBLIC, () -> millis.get() * 1_000_000, () -> {}, tasks::add);
    }

    private static Endpoint at(int machine, int port) {
        return new Endpoint(
                "tcp", "11." + (machine >> 16) + "." + (machine >> 8 & 0xff) + "." + (machine & 0xff) + ":" + port);
    }

    private SignedNode record(SigningKey key, String name, Endpoint... endpoints) throws Port17Exception {
        return SignedNode.sign(
                key,
                new NodeStatement(
                        name, "Owner", "DE", 0, false, List.of(endpoints), List.of(0x0101), millis.incrementAndGet()));
    }

    /** With a fresh prekey, as nodes have. */
    private NodeId announce(SigningKey key, String name, String origin, Endpoint... endpoints) throws Port17Exception {
        NodeId id = NodeId.of(key.publicKey());
        registry.node(record(key, name, endpoints), origin);
        int number = prekeys.merge(id, 1, Integer::sum);
        registry.prekeys(new PrekeySet(List.of(RegistryTest.prekey(key, number, millis.get() / 1_000 - 60)), 0));
        run();
        return id;
    }

    private void run() {
        rounds.round();
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** So much later, with a round at each second of it. */
    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            millis.addAndGet(1_000);
            run();
        }
    }

    private Set<String> map() {
        return registry.live(Judgement.NONE).stream()
                .map(n -> n.record().statement().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String why(NodeId id) throws Port17Exception {
        return registry.standing(id).name();
    }

    @Test
    void nodeIsInTheMapOnceItWasFoundWhereItSaysAndNotBefore() throws Exception {
        SigningKey ada = RegistryTest.key(1);
        NodeId id = NodeId.of(ada.publicKey());
        assertFalse(registry.node(record(ada, "ada", at(1, 4000)), "0b0000"));
        run();
        assertEquals("NO_PREKEY", why(id));
        assertEquals(0, prover.dials());
        announce(ada, "ada", "0b0000", at(1, 4000));
        assertEquals(Set.of("ada"), map());
        assertEquals("LISTED", why(id));
        assertEquals(1, prover.dials());
        announce(ada, "ada", "0b0000", at(1, 4000));
        assertEquals(1, prover.dials(), "a sign of life costs no dial");
    }

    @Test
    void nodeThatAnswersAtOneOfTwoAddressesIsNotInTheMap() throws Exception {
        prover.nobodyAt(at(2, 4000));
        NodeId id = announce(RegistryTest.key(1), "ada", "0b0000", at(1, 4000), at(2, 4000));
        assertEquals(Set.of(), map());
        assertEquals("NO_ANSWER", why(id));
        announce(RegistryTest.key(1), "ada", "0b0000", at(1, 4000));
        assertEquals(Set.of("ada"), map(), "without the other it is, at once");
        announce(RegistryTest.key(1), "ada", "0b0000", at(1, 4000), at(2, 4000));
        assertEquals(
                List.of(at(1, 4000)),
                registry.live(Judgement.NONE).get(0).record().statement().endpoints(),
                "what was proven goes on counting");
    }

    @Test
    void changeOfAddressCountsOnceTheNodeIsFoundThere() throws Exception {
        SigningKey ada = RegistryTest.key(1);
        NodeId id = announce(ada, "ada", "0b0000", at(1, 4000));
        prover.nobodyAt(at(2, 4000));
        announce(ada, "ada", "0b0000", at(2, 4000));
        assertEquals(at(1, 4000), only().endpoints().get(0));
        assertEquals(2, prover.dials(at(1, 4000)), "it may be gone from there");
        prover.at(at(2, 4000), id);
        pass(Duration.ofSeconds(20));
        assertEquals(at(2, 4000), only().endpoints().get(0));
        assertEquals(2, prover.dials(at(2, 4000)));
        long firstSeen = registry.candidates().get(0).sinceMillis();
        assertTrue(firstSeen < millis.get() - 20_000, "its age is the same");
    }

    private NodeStatement only() {
        assertEquals(1, registry.live(Judgement.NONE).size());
        return registry.live(Judgement.NONE).get(0).record().statement();
    }

    @Test
    void nodeThatMovedAndIsFoundNowhereLeaves() throws Exception {
        announce(RegistryTest.key(1), "ada", "0b0000", at(1, 4000));
        prover.nobodyAt(at(1, 4000));
        prover.nobodyAt(at(2, 4000));
        NodeId id = announce(RegistryTest.key(1), "ada", "0b0000", at(2, 4000));
        assertEquals(Set.of("ada"), map());
        pass(Duration.ofMinutes(2));
        assertEquals(Set.of(), map());
        assertEquals("NO_ANSWER", why(id));
    }

    @Test
    void ofTwoThatClaimOneAddressTheOneThatIsThereIsListed() throws Exception {
        NodeId ada = NodeId.of(RegistryTest.key(1).publicKey());
        prover.at(at(1, 4000), ada);
        NodeId thief = announce(RegistryTest.key(2), "thief", "0b0000", at(1, 4000));
        announce(RegistryTest.key(1), "ada", "0b0001", at(1, 4000));
        assertEquals(Set.of("ada"), map(), "whoever came first");
        assertEquals("NO_ANSWER", why(thief));
        // The address changes hands: who is there now is believed as soon as he is found.
        prover.at(at(1, 4000), thief);
        pass(Duration.ofMinutes(20));
        assertEquals(Set.of("thief"), map());
    }

    @Test
    void whoDoesNotAnswerAnyMoreLeavesAndComesBack() throws Exception {
        SigningKey ada = RegistryTest.key(1);
        NodeId id = announce(ada, "ada", "0b0000", at(1, 4000));
        prover.nobodyAt(at(1, 4000));
        pass(Duration.ofMinutes(20));
        announce(ada, "ada", "0b0000", at(1, 4000));
        assertEquals(Set.of("ada"), map(), "it was looked at not long ago");
        pass(Duration.ofMinutes(18));
        assertEquals(Set.of(), map(), "it speaks, but nobody can reach it");
        assertEquals("NO_ANSWER", why(id));
        prover.at(at(1, 4000), id);
        announce(ada, "ada", "0b0000", at(1, 4000));
        pass(Duration.ofSeconds(20));
        assertEquals(Set.of("ada"), map());
    }

    @Test
    void oneFailureIsNoReasonToLeave() throws Exception {
        SigningKey ada = RegistryTest.key(1);
        NodeId id = announce(ada, "ada", "0b0000", at(1, 4000));
        prover.nobodyAt(at(1, 4000));
        announce(ada, "ada", "0b0000", at(1, 4000), at(1, 5000));
        prover.at(at(1, 4000), id);
        pass(Duration.ofSeconds(30));
        assertEquals(2, only().endpoints().size());
    }

    @Test
    void authorityThatIsCutOffDropsNobody() throws Exception {
        for (int i = 1; i <= 6; i++) {
            announce(RegistryTest.key(i), "n" + i, "0b000" + i, at(i << 8, 4000));
        }
        prover.cutOff = true;
        for (int minutes = 0; minutes < 60; minutes += 20) {
            pass(Duration.ofMinutes(20));
            for (int i = 1; i <= 6; i++) {
                announce(RegistryTest.key(i), "n" + i, "0b000" + i, at(i << 8, 4000));
            }
        }
        assertEquals(6, map().size(), "all fail at once, so it is not they who are gone");
        prover.cutOff = false;
        pass(Duration.ofMinutes(2));
        assertEquals(6, map().size());
    }

    @Test
    void restartedAuthorityListsWhomItListedAndLooksAgain() throws Exception {
        SigningKey ada = RegistryTest.key(1);
        announce(ada, "ada", "0b0000", at(1, 4000));
        announce(RegistryTest.key(2), "bob", "0b0001", at(300, 4000));
        prover.nobodyAt(at(600, 4000));
        announce(RegistryTest.key(3), "fake", "0b0002", at(600, 4000));
        announce(RegistryTest.key(4), "carl", "0b0003", at(900, 4000));
        byte[] file = registry.image(7, 1).write();
        RegistryImage image = RegistryImage.parse(file);
        assertEquals(3, image.entries().size(), "fakes are not remembered");
        registry = new Registry(clock, DROP, OwnerRule.free(), AddressRulesTest.PUBLIC);
        rounds = rounds();
        registry.restore(image);
        assertEquals(Set.of("ada", "bob", "carl"), map(), "at once");
        prover.nobodyAt(at(300, 4000));
        prover.nobodyAt(at(1, 4000));
        int before = prover.dials(at(1, 4000));
        pass(Duration.ofMinutes(1));
        assertTrue(prover.dials(at(1, 4000)) > before);
        pass(Duration.ofMinutes(3));
        assertEquals(Set.of("carl"), map());
    }

    @Test
    void authorityWithoutTheTransportSaysSoAndDropsNobody() throws Exception {
        announce(RegistryTest.key(1), "ada", "0b0000", at(1, 4000));
        prover.unequipped = true;
        NodeId bob = announce(RegistryTest.key(2), "bob", "0b0001", at(300, 4000));
        assertEquals("UNCHECKABLE", why(bob));
        pass(Duration.ofMinutes(25));
        announce(RegistryTest.key(1), "ada", "0b0000", at(1, 4000));
        pass(Duration.ofMinutes(20));
        assertEquals(Set.of("ada"), map());
        prover.unequipped = false;
        announce(RegistryTest.key(2), "bob", "0b0001", at(300, 4000));
        pass(Duration.ofMinutes(1));
        assertEquals(Set.of("ada", "bob"), map());
    }

    @Test
    void nodeWhoseClockIsWrongByADayIsToldSo() throws Exception {
        SigningKey ada = RegistryTest.key(1);
        NodeId id = NodeId.of(ada.publicKey());
        long day = 86_400_000;
        millis.addAndGet(day);
        SignedNode ahead = record(ada, "ada", at(1, 4000));
        PrekeySet tomorrow = new PrekeySet(List.of(RegistryTest.prekey(ada, 1, millis.get() / 1_000 - 60)), 0);
        millis.addAndGet(-day);
        assertEquals(
                ErrorKind.BAD_INPUT,
                assertThrows(Port17Exception.class, () -> registry.node(ahead, "0b0000"))
                        .kind());
        millis.addAndGet(-day);
        SignedNode behind = record(ada, "ada", at(1, 4000));
        PrekeySet yesterday = new PrekeySet(List.of(RegistryTest.prekey(ada, 2, millis.get() / 1_000 - 60)), 0);
        millis.addAndGet(day);
        assertFalse(registry.node(behind, "0b0000"));
        assertFalse(registry.prekeys(yesterday));
        assertFalse(registry.prekeys(tomorrow));
        run();
        assertEquals("NO_PREKEY", why(id));
        assertEquals(0, prover.dials());
        announce(ada, "ada", "0b0000", at(1, 4000));
        assertEquals(Set.of("ada"), map(), "the clock was put right");
    }

    /** The authority's own clock jumps: nobody is lost by it, and it goes on. */
    @Test
    void clockThatJumpsByADayDoesNotStopTheProofs() throws Exception {
        SigningKey ada = RegistryTest.key(1);
        millis.addAndGet(86_400_000);
        announce(ada, "ada", "0b0000", at(1, 4000));
        millis.addAndGet(-86_400_000);
        run();
        int before = prover.dials();
        pass(Duration.ofMinutes(40));
        assertTrue(prover.dials() > before, "it is not asleep for a day");
    }

    @Test
    void nameBelongsToWhoProvedHimselfUnderIt() throws Exception {
        prover.nobodyAt(at(1, 4000));
        NodeId squatter = announce(RegistryTest.key(1), "ada", "0b0000", at(1, 4000));
        announce(RegistryTest.key(2), "ada", "0b0001", at(300, 4000));
        assertEquals(Set.of("ada"), map());
        assertEquals("NAME_TAKEN", why(squatter));
        SignedNode again = record(RegistryTest.key(1), "ada", at(1, 4000));
        assertEquals(
                ErrorKind.CONFIG,
                assertThrows(Port17Exception.class, () -> registry.node(again, "0b0000"))
                        .kind());
    }

    @Test
    void nodeThatSaysItIsNowhereTakesNoName() throws Exception {
        NodeId nowhere = announce(RegistryTest.key(1), "ada", "0b0000");
        assertEquals("WITHDRAWN", why(nowhere));
        announce(RegistryTest.key(2), "ada", "0b0001", at(300, 4000));
        assertEquals(Set.of("ada"), map());
    }

    @Test
    void privateAddressesAndSmallPortsAreRefusedAndNeverDialled() throws Exception {
        for (String address : List.of("127.0.0.1:4000", "10.0.0.1:4000", "11.0.0.1:22", "example.org:4000")) {
            SignedNode record = record(RegistryTest.key(1), "ada", at(1, 4000), new Endpoint("tcp", address));
            assertEquals(
                    ErrorKind.TARGET_DENIED,
                    assertThrows(Port17Exception.class, () -> registry.node(record, "0b0000"))
                            .kind());
        }
        run();
        assertEquals(0, prover.dials());
    }
}
