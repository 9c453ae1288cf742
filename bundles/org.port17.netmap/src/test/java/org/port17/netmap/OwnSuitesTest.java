package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.PrekeyUse;

/** Whether enough of a map is at hand for a client that has some of the suites. */
class OwnSuitesTest {
    private static final SigningKey AUTHORITY = Samples.key(99);
    private final InstantSource clock = () -> Instant.ofEpochMilli(Samples.NOW_MILLIS);
    private final HeldMap held = new HeldMap(Quorum.single(AUTHORITY.publicKey()), clock);

    /** Who leaves one suite out of the set would choose the nodes of those who have no other. */
    @Test
    void prekeysOfOtherSuitesHelpNobody() throws Exception {
        List<SignedPrekey> prekeys = new ArrayList<>(both(1, 0x0101));
        prekeys.addAll(both(2, 0x0101));
        prekeys.addAll(both(3, 0x0101));
        prekeys.addAll(both(1, 0x0102));
        VerifiedView view =
                view(List.of(Samples.node(1, "ada"), Samples.node(2, "bob"), Samples.node(3, "cleo")), prekeys);
        assertTrue(view.complete());
        assertTrue(view.complete(Set.of(0x0101)));
        assertTrue(view.complete(Set.of(0x0101, 0x0102)));
        assertFalse(view.complete(Set.of(0x0102)), "one of three");
    }

    /** They say so themselves, under their signature. */
    @Test
    void nodesThatSpeakNoneOfTheSuitesAreNotMissed() throws Exception {
        List<SignedNode> nodes = List.of(Samples.node(1, "ada"), old(2, "bob"), old(3, "cleo"));
        VerifiedView view = view(nodes, both(1, 0x0102));
        assertTrue(view.complete(Set.of(0x0102)));
        assertFalse(view.complete(Set.of(0x0101)));
        assertFalse(view.complete());
    }

    /** A link in one of its suites and a layer in another will do, but not a link alone. */
    @Test
    void bothUsesAreNeededInItsOwnSuites() throws Exception {
        List<SignedPrekey> prekeys =
                List.of(both(1, 0x0101).get(0), both(1, 0x0102).get(1));
        VerifiedView view = view(List.of(Samples.node(1, "ada")), prekeys);
        assertTrue(view.complete(Set.of(0x0101, 0x0102)));
        assertFalse(view.complete(Set.of(0x0101)));
        assertFalse(view.complete(Set.of(0x0102)));
    }

    private VerifiedView view(List<SignedNode> nodes, List<SignedPrekey> prekeys) throws Port17Exception {
        Samples.Made map =
                Samples.map(AUTHORITY, 1, Samples.NOW_MILLIS, Samples.NOW_MILLIS + 86_400_000, nodes, prekeys);
        held.take(held.judge(map.head().bytes()), map.columns());
        held.records(map.records());
        held.prekeys(map.prekeys());
        return held.view(MapFacts.Split.ALONE);
    }

    private static SignedNode old(int number, String name) throws Port17Exception {
        NodeStatement said = new NodeStatement(
                name,
                "Owner of " + name,
                "DE",
                0,
                false,
                List.of(new Endpoint("tcp", "192.0.2." + number + ":4000")),
                List.of(0x0101),
                Samples.NOW_MILLIS);
        return SignedNode.sign(Samples.key(number), said);
    }

    private static List<SignedPrekey> both(int number, int suite) throws Port17Exception {
        SigningKey key = Samples.key(number);
        return List.of(
                Samples.prekey(key, suite, PrekeyUse.LINK, 7, Samples.NOW),
                Samples.prekey(key, suite, PrekeyUse.ONION, 8, Samples.NOW));
    }
}
