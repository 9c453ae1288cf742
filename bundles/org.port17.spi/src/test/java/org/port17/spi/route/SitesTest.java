package org.port17.spi.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.api.NodeId;

class SitesTest {
    private static final Sites OPEN = new Sites(Optional.of(new GivenPlaces()), false);
    private static final Sites BLIND = new Sites(Optional.empty(), false);
    private static final Sites LOCAL = new Sites(Optional.of(new GivenPlaces()), true);
    private int nodes;

    private Node node(String country, long as, String... addresses) {
        byte[] id = new byte[NodeId.BYTES];
        id[0] = (byte) ++nodes;
        List<Endpoint> endpoints = Stream.of(addresses)
                .map(address -> new Endpoint("tcp", address))
                .toList();
        return new Node(
                NodeId.of(id, 0), "n" + nodes, "owner" + nodes, country, as, true, false, endpoints, List.of(1), "");
    }

    private static boolean meet(Sites sites, Node a, Node b) {
        Site siteA = sites.of(a).orElseThrow().site();
        Site siteB = sites.of(b).orElseThrow().site();
        assertEquals(siteA.meets(siteB), siteB.meets(siteA));
        return siteA.meets(siteB);
    }

    @Test
    void theNodesOfOneMachineMeetWhateverTheyClaim() {
        Node one = node("DE", 0, "1.2.3.4:4001");
        for (Sites sites : List.of(OPEN, BLIND, LOCAL)) {
            assertTrue(meet(sites, one, node("DE", 0, "1.2.3.4:4002")));
            assertTrue(meet(sites, one, node("NO", 64_999, "1.2.3.4:4003")));
            assertTrue(meet(sites, one, node("DE", 64_999, "9.9.9.9:1", "1.2.3.77:4003")), "a later endpoint");
            assertTrue(meet(sites, one, node("DE", 0, "name.example@1.2.3.4:80/path")), "behind a name");
        }
        Node six = node("DE", 0, "[2a02:1:2::1]:4000");
        assertTrue(meet(BLIND, six, node("DE", 64_999, "[2a02:1:2:ffff::7]:4000")), "one /48");
        assertFalse(meet(BLIND, six, node("DE", 0, "[2a02:1:3::1]:4000")), "another /48");
        assertFalse(meet(BLIND, one, node("DE", 0, "1.2.4.4:4000")), "another /24");
    }

    @Test
    void theSystemOfTheAddressCountsAndNotTheOneClaimed() {
        Node one = node("DE", 1, "1.2.3.4:1");
        assertTrue(meet(OPEN, one, node("DE", 2, "1.99.3.4:1")), "both in one system");
        assertTrue(meet(OPEN, one, node("DE", 2, "[2a01:5::1]:1")), "by its other address too");
        assertTrue(meet(OPEN, node("NO", 0, "2.1.1.1:1"), node("NO", 0, "3.1.1.1:1")), "two systems of one hoster");
        assertFalse(meet(OPEN, one, node("NO", 2, "2.1.1.1:1")));
        assertTrue(meet(OPEN, one, node("NO", 1, "2.1.1.1:1")), "who names one system belongs to it");
        assertTrue(meet(OPEN, node("ZZ", 7, "9.1.1.1:1"), node("ZZ", 7, "9.2.1.1:1")), "nothing known but the claim");
        assertFalse(meet(OPEN, node("ZZ", 7, "9.1.1.1:1"), node("ZZ", 8, "9.2.1.1:1")));
    }

    @Test
    void nodesWithoutAPublicAddressServeInLocalNetworksOnly() {
        String[] none = {
            "127.0.0.1:1",
            "10.1.1.1:1",
            "172.16.1.1:1",
            "192.168.1.1:1",
            "169.254.1.1:1",
            "100.64.0.1:1",
            "0.1.2.3:1",
            "224.0.0.1:1",
            "255.255.255.255:1",
            "[::1]:1",
            "[fd00::1]:1",
            "[fe80::1]:1",
            "[::ffff:127.0.0.1]:1",
            "localhost:1",
            "relay.example:1",
            "x@127.0.0.1:1/p"
        };
        for (String address : none) {
            Node node = node("DE", 5, address);
            assertTrue(OPEN.of(node).isEmpty() && BLIND.of(node).isEmpty(), address);
            assertEquals(node, LOCAL.of(node).orElseThrow().node(), "it is believed there");
            assertFalse(meet(LOCAL, node, node("DE", 6, address)), "told apart by what they name");
            assertTrue(meet(LOCAL, node, node("DE", 5, "192.168.7.7:1")), "or not");
            assertTrue(meet(LOCAL, node("DE", 0, address), node("NO", 0, address)), "who names nothing is the same");
        }
        assertTrue(OPEN.of(node("DE", 5)).isEmpty(), "no address at all");
        assertTrue(meet(LOCAL, node("DE", 0), node("DE", 0)));
        assertTrue(OPEN.of(node("DE", 5, "127.0.0.1:1", "1.1.1.1:1")).isPresent(), "one of them is public");
        assertTrue(meet(OPEN, node("ZZ", 0, "9.9.9.9:1", "what:1"), node("ZZ", 0, "9.8.9.9:1", "ever:1")));
    }

    private static String country(Sites sites, Node node) {
        return sites.of(node).orElseThrow().node().country();
    }

    @Test
    void aCountryIsKnownWhereAllThatIsKnownOfItAgrees() {
        assertEquals("DE", country(OPEN, node("DE", 0, "1.2.3.4:1")));
        assertEquals("DE", country(OPEN, node("ZZ", 0, "1.2.3.4:1")), "who claims nothing contradicts nothing");
        assertEquals("DE", country(OPEN, node("DE", 0, "1.2.3.4:1", "9.9.9.9:1")), "an address that says nothing");
        assertEquals("ZZ", country(OPEN, node("CH", 0, "1.2.3.4:1")), "it claims another");
        assertEquals("ZZ", country(OPEN, node("DE", 0, "1.2.3.4:1", "2.2.3.4:1")), "addresses in two countries");
        assertEquals("ZZ", country(OPEN, node("CH", 0, "9.9.9.9:1")), "only it says so");
        assertEquals("ZZ", country(BLIND, node("CH", 0, "1.2.3.4:1")), "this process knows no places");
        assertEquals("CH", country(LOCAL, node("CH", 0, "127.0.0.1:1")));
    }

    @Test
    void aSystemIsKnownInTheSameWay() {
        assertEquals(
                GivenPlaces.GERMAN,
                OPEN.of(node("DE", 0, "1.2.3.4:1")).orElseThrow().node().as());
        assertEquals(0, OPEN.of(node("DE", 7, "1.2.3.4:1")).orElseThrow().node().as());
        assertEquals(7, OPEN.of(node("DE", 7, "9.2.3.4:1")).orElseThrow().node().as());
    }
}
