package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.PrekeyUse;

/** Which suites and which times a set must have for each node, whoever proposes it. */
class ProposedPrekeysTest {
    private static final long NOW = 1_800_000_000L;
    private static final SigningKey ADA = RegistryTest.key(1);
    private final List<Integer> permitted = List.of(0x0101, 0x0103, 0x7777, 0x0102);

    /** Else he who proposes takes all nodes from who has the other suite alone, or moves everybody to the one he likes. */
    @Test
    void everySuiteOfARowIsThere() throws Exception {
        SignedNode node = node(List.of(0x0101, 0x0102), "");
        List<SignedPrekey> all = new ArrayList<>(both(0x0101));
        all.addAll(both(0x0102));
        assertDoesNotThrow(() -> check(node, all));
        for (SignedPrekey one : all) {
            List<SignedPrekey> others = all.stream().filter(p -> !p.equals(one)).toList();
            refused(node, others);
        }
        refused(node, both(0x0101));
        refused(node, both(0x0102));
    }

    @Test
    void suitesThatTheNetworkOrTheRecordDoesNotHaveAreNotAskedFor() throws Exception {
        assertDoesNotThrow(() -> check(node(List.of(0x0101, 0x0999), ""), both(0x0101)));
        assertDoesNotThrow(() -> check(node(List.of(0x0101), ""), both(0x0101)));
        assertDoesNotThrow(() -> check(node(List.of(0x0101, 0x0103), ""), both(0x0101)), "no key to sign twice with");
        refused(node(List.of(0x0101, 0x0103), "17".repeat(32)), both(0x0101));
    }

    /** A suite of somebody else's may be for links only. */
    @Test
    void ofUnknownSuitesALinkWillDo() throws Exception {
        SignedNode node = node(List.of(0x0101, 0x7777), "");
        refused(node, both(0x0101));
        List<SignedPrekey> link = new ArrayList<>(both(0x0101));
        link.add(both(0x7777).get(0));
        assertDoesNotThrow(() -> check(node, link));
        refused(node(List.of(0x7777), ""), both(0x7777).subList(0, 1));
    }

    /** Until the next turns, or all would lose the node for a while. */
    @Test
    void aPrekeyLastsAWhileAfterTheHead() throws Exception {
        SignedNode node = node(List.of(0x0101), "");
        long ends = NOW + Registry.LAST_USE_SECONDS;
        refused(node, List.of(prekey(0x0101, PrekeyUse.LINK, ends), prekey(0x0101, PrekeyUse.ONION, ends + 1)));
        refused(node, List.of(prekey(0x0101, PrekeyUse.LINK, ends + 1), prekey(0x0101, PrekeyUse.ONION, ends)));
        List<SignedPrekey> longer =
                List.of(prekey(0x0101, PrekeyUse.LINK, ends + 1), prekey(0x0101, PrekeyUse.ONION, ends + 1));
        assertDoesNotThrow(() -> check(node, longer));
    }

    /** Who asks that of others lists nobody without it. */
    @Test
    void whoHasNotAllIsNotListed() throws Exception {
        SignedNode node = node(List.of(0x0101, 0x0102), "");
        List<MapNode> live = List.of(MapNode.of(node));
        List<SignedPrekey> all = new ArrayList<>(both(0x0101));
        assertEquals(List.of(), Served.of(live, all, permitted, NOW).nodes());
        all.addAll(both(0x0102));
        assertEquals(live, Served.of(live, all, permitted, NOW).nodes());
    }

    private void check(SignedNode node, List<SignedPrekey> prekeys) throws Port17Exception {
        ProposedPrekeys.check(prekeys, List.of(node), permitted, NOW * 1_000);
    }

    private void refused(SignedNode node, List<SignedPrekey> prekeys) {
        Port17Exception e = assertThrows(Port17Exception.class, () -> check(node, prekeys));
        assertEquals(ErrorKind.PROTOCOL, e.kind());
    }

    private static SignedNode node(List<Integer> suites, String second) throws Port17Exception {
        List<Endpoint> endpoints = List.of(new Endpoint("tcp", "127.0.0.1:4000"));
        return SignedNode.sign(
                ADA, new NodeStatement("ada", "Owner", "DE", 0, false, endpoints, suites, second, NOW * 1_000));
    }

    /** For a link, then for a layer. */
    private static List<SignedPrekey> both(int suite) throws Port17Exception {
        long ends = NOW + 3_600;
        return List.of(prekey(suite, PrekeyUse.LINK, ends), prekey(suite, PrekeyUse.ONION, ends));
    }

    private static SignedPrekey prekey(int suite, PrekeyUse use, long ends) throws Port17Exception {
        byte[] key = new byte[use == PrekeyUse.LINK ? 1_216 : 32];
        PrekeyRecord record = new PrekeyRecord(
                NodeId.of(ADA.publicKey()), suite, use, 1, ends - 21_600, ends, ends + 21_600, key, new byte[0]);
        return SignedPrekey.sign(ADA, record);
    }
}
