package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.RateLimit;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.MlDsaKey;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.OwnerCertificate;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.PrekeyUse;

class RegistryTest {
    private static final long START = 1_800_000_000_000L;
    static final AddressRules LOCAL =
            new AddressRules(true, List.of(new AddressRules.Ports(1, 65_535)), Duration.ofMinutes(30));
    private static final SigningKey ADA = key(1);
    private static final SigningKey BOB = key(2);
    private final AtomicLong millis = new AtomicLong(START);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private int prekeys = 900;
    private final Registry registry = registry(OwnerRule.free());

    private Registry registry(OwnerRule rule) {
        return new Registry(clock, Duration.ofMinutes(30), rule, LOCAL);
    }

    /** Everybody proves to be where he says. @return whether the map changed */
    private boolean announce(Registry where, SignedNode record) throws Port17Exception {
        boolean changed = where.node(record, "");
        SigningKey key = record.id().equals(NodeId.of(ADA.publicKey())) ? ADA : BOB;
        where.prekeys(set(prekey(key, 0x0101, ++prekeys, (millis.get() - START) / 1_000 - 3_600)));
        return changed | proveAll(where);
    }

    private boolean announce(SignedNode record) throws Port17Exception {
        return announce(registry, record);
    }

    private static boolean proveAll(Registry where) {
        boolean changed = false;
        for (Registry.Due due : where.due()) {
            changed |= where.outcome(due, Registry.Outcome.PROVEN);
        }
        return changed;
    }

    @Test
    void firstComerKeepsTheName() throws Port17Exception {
        assertTrue(announce(record(ADA, "ada", true, START)));
        assertEquals(ErrorKind.CONFIG, refusal(record(BOB, "ada", true, START)));
        millis.addAndGet(Duration.ofDays(2).toMillis());
        assertTrue(live().isEmpty());
        assertEquals(ErrorKind.CONFIG, refusal(record(BOB, "ada", true, START)), "also while it is away");
        assertTrue(announce(record(ADA, "ada2", true, START + 1)));
        assertTrue(announce(record(BOB, "ada", true, START)), "given up by a change of name");
    }

    @Test
    void olderRecordIsRefusedAndSameContentChangesNothing() throws Port17Exception {
        SignedNode first = record(ADA, "ada", false, START);
        announce(first);
        assertFalse(announce(first), "the same again, if an answer was lost");
        assertFalse(announce(record(ADA, "ada", false, START + 5)), "a sign of life");
        assertEquals(List.of(first), live().stream().map(MapNode::record).toList());
        assertEquals(ErrorKind.REPLAYED, refusal(record(ADA, "ada", true, START + 4)));
        assertEquals(ErrorKind.REPLAYED, refusal(record(ADA, "ada", true, START + 5)));
        assertTrue(announce(record(ADA, "ada", true, START + 6)));
        assertEquals(ErrorKind.BAD_INPUT, refusal(record(ADA, "ada", true, START + 3_700_000)));
    }

    @Test
    void silentNodeLeavesAndComesBack() throws Port17Exception {
        announce(record(ADA, "ada", false, START));
        millis.addAndGet(Duration.ofMinutes(31).toMillis());
        assertTrue(live().isEmpty());
        assertTrue(announce(record(ADA, "ada", false, START + 1)));
        assertEquals(1, live().size());
    }

    @Test
    void nodeWithoutEndpointsIsWithdrawn() throws Port17Exception {
        announce(record(ADA, "ada", false, START));
        NodeStatement none = new NodeStatement("ada", "x", "DE", 0, false, List.of(), List.of(0x0101), START + 1);
        assertTrue(announce(SignedNode.sign(ADA, none)));
        assertTrue(live().isEmpty());
    }

    @Test
    void newestPrekeyOfEachKindIsServed() throws Port17Exception {
        announce(record(ADA, "ada", false, START));
        assertTrue(registry.prekeys(set(prekey(ADA, 0x0101, 1, 0), prekey(ADA, 0x0999, 2, 0))));
        assertFalse(registry.prekeys(set(prekey(ADA, 0x0101, 3, -60))), "an older one sent again");
        assertTrue(registry.prekeys(set(prekey(ADA, 0x0101, 4, 60))));
        assertEquals(
                List.of(4),
                registry.prekeys().stream().map(p -> p.record().id()).toList());
        assertThrows(Port17Exception.class, () -> registry.prekeys(set(prekey(BOB, 0x0101, 5, 0))));
        announce(record(BOB, "bob", false, START));
        PrekeySet mixed = set(prekey(ADA, 0x0101, 6, 90), prekey(BOB, 0x0101, 7, 90));
        assertThrows(Port17Exception.class, () -> registry.prekeys(mixed));
        millis.addAndGet(Duration.ofHours(7).toMillis());
        assertTrue(registry.prekeys().isEmpty());
    }

    @Test
    void prekeysOfAKeyThatTheNodeDoesNotNameAreNotServed() throws Port17Exception {
        MlDsaKey own = MlDsaKey.of(new byte[32]);
        NodeStatement s = record(ADA, "ada", false, START).statement();
        NodeStatement names = new NodeStatement(
                s.name(),
                s.owner(),
                s.country(),
                s.as(),
                s.exit(),
                s.endpoints(),
                List.of(0x0103),
                own.digest(),
                START);
        announce(SignedNode.sign(ADA, names));
        PrekeyRecord prekey = prekey(ADA, 0x0101, 1, 0).record();
        SignedPrekey genuine = SignedPrekey.sign(ADA, own, in(0x0103, 1, prekey));
        SignedPrekey foreign = SignedPrekey.sign(ADA, MlDsaKey.generate(new SecureRandom()), in(0x0103, 2, prekey));
        assertFalse(registry.prekeys(set(foreign)));
        assertFalse(proveAll(registry), "there is nothing to shake hands with");
        registry.prekeys(set(genuine));
        assertTrue(proveAll(registry));
        assertFalse(registry.prekeys(set(foreign)));
        assertEquals(List.of(genuine), registry.prekeys());
        registry.node(record(ADA, "ada", false, START + 1), "");
        assertEquals(List.of(), registry.prekeys(), "the node names no key any more");
    }

    private static PrekeyRecord in(int suite, int id, PrekeyRecord p) {
        return new PrekeyRecord(
                p.node(), suite, p.use(), id, p.notBefore(), p.useUntil(), p.acceptUntil(), p.publicKey(), p.digest());
    }

    @Test
    void trustedByNameIdOrCertifiedOwner() throws Port17Exception {
        SigningKey owner = key(9);
        NodeId bob = NodeId.of(BOB.publicKey());
        announce(record(ADA, "ada", false, START));
        announce(certified(BOB, "bob", OwnerCertificate.sign(owner, "Owner", bob)));
        assertEquals(Set.of("ada"), trusted(Set.of("ada", "nobody"), Set.of()));
        assertEquals(Set.of("bob"), trusted(Set.of(bob.toString()), Set.of()));
        assertEquals(Set.of(), trusted(Set.of(), Set.of("Owner")), "no key is pinned for that name");
        String key = HexFormat.of().formatHex(owner.publicKey());
        assertEquals(
                Set.of("bob"),
                trusted(new Judgement(Set.of(), Set.of("Owner"), Map.of(), Map.of("Owner", key))),
                "ada only says that she is of that owner");
        String other = HexFormat.of().formatHex(key(10).publicKey());
        assertEquals(Set.of(), trusted(new Judgement(Set.of(), Set.of("Owner"), Map.of(), Map.of("Owner", other))));
    }

    private Set<String> trusted(Set<String> nodes, Set<String> owners) {
        return trusted(new Judgement(nodes, owners, Map.of()));
    }

    private Set<String> trusted(Judgement judgement) {
        return registry.live(judgement).stream()
                .filter(MapNode::trusted)
                .map(n -> n.record().statement().name())
                .collect(Collectors.toSet());
    }

    @Test
    void ownersNameIsItsKeys() throws Port17Exception {
        SigningKey owner = key(9);
        SigningKey thief = key(10);
        NodeId ada = NodeId.of(ADA.publicKey());
        NodeId bob = NodeId.of(BOB.publicKey());
        String key = HexFormat.of().formatHex(owner.publicKey());
        for (OwnerRule rule : List.of(new OwnerRule(true, Map.of()), new OwnerRule(false, Map.of("Owner", key)))) {
            Registry strict = registry(rule);
            assertEquals(ErrorKind.CONFIG, refusal(strict, record(ADA, "ada", false, START)));
            assertTrue(announce(strict, certified(ADA, "ada", OwnerCertificate.sign(owner, "Owner", ada))));
            SignedNode stolen = certified(BOB, "bob", OwnerCertificate.sign(thief, "Owner", bob));
            assertEquals(ErrorKind.CONFIG, refusal(strict, stolen));
            assertTrue(announce(strict, certified(BOB, "bob", OwnerCertificate.sign(owner, "Owner", bob))));
        }
        OwnerCertificate others = OwnerCertificate.sign(owner, "Owner", ada);
        byte[] forged = certified(BOB, "bob", others).bytes();
        assertEquals(
                ErrorKind.TAMPERED,
                assertThrows(Port17Exception.class, () -> SignedNode.parse(forged))
                        .kind());
    }

    @Test
    void ofTwoNodesAtOneAddressTheElderIsListed() throws Port17Exception {
        announce(record(ADA, "ada", false, START));
        millis.addAndGet(1_000);
        announce(record(BOB, "bob", false, START, 4000));
        assertEquals(List.of("ada"), names());
        announce(record(BOB, "bob", false, START + 1, 4001));
        assertEquals(Set.of("ada", "bob"), Set.copyOf(names()));
        announce(record(BOB, "bob", false, START + 2, 4000));
        millis.addAndGet(Duration.ofMinutes(29).toMillis());
        announce(record(BOB, "bob", false, START + 3, 4000));
        millis.addAndGet(Duration.ofMinutes(2).toMillis());
        assertEquals(List.of("bob"), names(), "the elder fell silent");
    }

    private List<String> names() {
        return live().stream().map(n -> n.record().statement().name()).toList();
    }

    private static SignedNode certified(SigningKey key, String name, OwnerCertificate certificate)
            throws Port17Exception {
        NodeStatement s = record(key, name, false, START).statement();
        return SignedNode.sign(
                key,
                new NodeStatement(
                        s.name(),
                        s.owner(),
                        s.country(),
                        s.as(),
                        s.exit(),
                        s.endpoints(),
                        s.suites(),
                        "",
                        Optional.of(certificate),
                        0,
                        START));
    }

    private static ErrorKind refusal(Registry registry, SignedNode record) {
        return assertThrows(Port17Exception.class, () -> registry.node(record, ""))
                .kind();
    }

    @Test
    void imageRestoresEverythingAndDamageIsNoticed() throws Port17Exception {
        announce(record(ADA, "ada", false, START));
        announce(record(ADA, "ada", false, START + 9));
        registry.prekeys(set(prekey(ADA, 0x0101, 1, 0)));
        byte[] file = registry.image(12, 5).write();
        Registry other = registry(OwnerRule.free());
        RegistryImage image = RegistryImage.parse(file);
        assertEquals(12, image.epoch());
        assertEquals(5, image.founded());
        other.restore(image);
        assertEquals(live(), other.live(new Judgement(Set.of(), Set.of(), Map.of())));
        assertEquals(1, other.prekeys().size());
        SignedNode older = record(ADA, "ada", true, START + 8);
        assertThrows(Port17Exception.class, () -> other.node(older, ""));
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            byte[] bad = file.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] cut = i % 2 == 0 ? bad : Arrays.copyOf(file, random.nextInt(file.length));
            Port17Exception e = assertThrows(Port17Exception.class, () -> RegistryImage.parse(cut));
            assertEquals(ErrorKind.CONFIG, e.kind());
        }
    }

    @Test
    void ageIsTheFirstSightsAndCapacityTheOperators() throws Port17Exception {
        announce(record(ADA, "ada", false, START));
        millis.addAndGet(Duration.ofDays(2).toMillis());
        announce(record(ADA, "ada2", false, START + 1));
        announce(record(BOB, "bob", false, START));
        String bob = NodeId.of(BOB.publicKey()).toString();
        Map<NodeId, MapNode> nodes = new HashMap<>();
        registry.live(new Judgement(Set.of(), Set.of(), Map.of("bob", 7L, bob, 9L, "ada2", 5L, "ada", 6L)))
                .forEach(n -> nodes.put(n.record().id(), n));
        MapNode ada = nodes.get(NodeId.of(ADA.publicKey()));
        assertEquals(START / 1_000, ada.since(), "a new name makes no new node");
        assertEquals(5, ada.capacity());
        assertEquals(START / 1_000 + 2 * 86_400, nodes.get(NodeId.parse(bob)).since());
        assertEquals(9, nodes.get(NodeId.parse(bob)).capacity(), "the id counts before the name");
        assertEquals(0, live().get(0).capacity(), "nobody measured");
    }

    private List<MapNode> live() {
        return registry.live(new Judgement(Set.of(), Set.of(), Map.of()));
    }

    @Test
    void rateLimitRefills() {
        AtomicLong nanos = new AtomicLong();
        RateLimit limit = new RateLimit(10, 3, nanos::get);
        for (int i = 0; i < 3; i++) {
            assertTrue(limit.admits("a"));
        }
        assertFalse(limit.admits("a"));
        assertTrue(limit.admits("b"));
        nanos.addAndGet(100_000_000);
        assertTrue(limit.admits("a"));
        assertFalse(limit.admits("a"));
    }

    static SigningKey key(int number) {
        byte[] seed = new byte[32];
        seed[3] = (byte) number;
        seed[4] = (byte) (number >>> 8);
        return SigningKey.of(seed);
    }

    /** Every key has its own port. */
    static SignedNode record(SigningKey key, String name, boolean exit, long sequence) throws Port17Exception {
        return record(key, name, exit, sequence, key.publicKey()[0] == ADA.publicKey()[0] ? 4_000 : 4_001);
    }

    static SignedNode record(SigningKey key, String name, boolean exit, long sequence, int port)
            throws Port17Exception {
        return SignedNode.sign(
                key,
                new NodeStatement(
                        name,
                        "Owner",
                        "DE",
                        0,
                        exit,
                        List.of(new Endpoint("tcp", "127.0.0.1:" + port)),
                        List.of(0x0101),
                        sequence));
    }

    private static SignedPrekey prekey(SigningKey key, int suite, int id, long later) throws Port17Exception {
        return prekey(key, suite, PrekeyUse.LINK, id, START / 1_000 + later);
    }

    /** A LINK prekey that begins then, seconds since 1970. */
    static SignedPrekey prekey(SigningKey key, int id, long from) throws Port17Exception {
        return prekey(key, 0x0101, PrekeyUse.LINK, id, from);
    }

    static SignedPrekey onion(SigningKey key, int id, long from) throws Port17Exception {
        return prekey(key, 0x0101, PrekeyUse.ONION, id, from);
    }

    private static SignedPrekey prekey(SigningKey key, int suite, PrekeyUse use, int id, long from)
            throws Port17Exception {
        return SignedPrekey.sign(
                key,
                new PrekeyRecord(
                        NodeId.of(key.publicKey()),
                        suite,
                        use,
                        id,
                        from,
                        from + 21_600,
                        from + 43_200,
                        new byte[use == PrekeyUse.LINK ? 1_216 : 32],
                        new byte[0]));
    }

    private static PrekeySet set(SignedPrekey... prekeys) {
        return new PrekeySet(List.of(prekeys), 0);
    }

    private ErrorKind refusal(SignedNode record) {
        return refusal(registry, record);
    }
}
