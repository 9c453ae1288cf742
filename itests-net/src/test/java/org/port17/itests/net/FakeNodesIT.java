package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.port17.api.Endpoint;
import org.port17.api.NodeId;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.http.AuthorityClient;
import org.port17.spi.suite.PrekeyUse;

/** Who announces a node where it is not gets into no map; the authority's console says why. */
@ExtendWith(OneNet.class)
class FakeNodesIT {
    private static final String AUTHORITY = "n1";

    private final Net net;
    private final SigningKey key = SigningKey.generate(new SecureRandom());

    FakeNodesIT(Net net) {
        this.net = net;
    }

    @Test
    void nodeAtAnothersAddressIsFoundOutByTheRealHandshake() throws Exception {
        Endpoint another =
                new Endpoint("tcp", "127.0.0.1:" + net.instance("n2").ports().tcp());
        try (AuthorityClient authority = new AuthorityClient(URI.create(net.authority()))) {
            authority.post("/v1/node", record("fake", another));
            authority.post("/v1/prekeys", PrekeySet.write(List.of(prekey())));
        }
        Await.until(
                "the authority to find the fake out",
                () -> waiting().stream()
                        .anyMatch(c ->
                                "fake".equals(c.get("name")) && reason(c).startsWith("nobody proved to be this node")));
        assertEquals(List.of("n1", "n2", "n3", "n4", "n5", "n6"), listed(), "all others were found where they are");
        assertFalse(net.log(AUTHORITY).contains(another.address()), "no address is logged");
        withdraw();
    }

    private static String reason(Map<String, Object> candidate) {
        return String.valueOf(candidate.get("reason"));
    }

    /** Leaves the network as it was. */
    private void withdraw() throws Exception {
        try (AuthorityClient authority = new AuthorityClient(URI.create(net.authority()))) {
            authority.post("/v1/node", record("fake"));
        }
        Await.until(
                "the fake to be withdrawn",
                () -> waiting().stream().allMatch(c -> reason(c).equals("it announces no address")));
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> waiting() throws Exception {
        return (List<Map<String, Object>>)
                net.object(AUTHORITY, "nodes --waiting").get("waiting");
    }

    private List<String> listed() throws Exception {
        return net.list(AUTHORITY, "nodes").stream()
                .map(n -> String.valueOf(n.get("name")))
                .sorted()
                .toList();
    }

    private SignedNode node(String name, Endpoint... endpoints) throws Exception {
        NodeStatement statement = new NodeStatement(
                name, "Nobody", "DE", 0, false, List.of(endpoints), List.of(0x0101), System.currentTimeMillis());
        return SignedNode.sign(key, statement);
    }

    private byte[] record(String name, Endpoint... endpoints) throws Exception {
        return node(name, endpoints).bytes();
    }

    /** Well-formed and signed, and nobody has its secret. */
    private SignedPrekey prekey() throws Exception {
        long now = System.currentTimeMillis() / 1_000;
        byte[] random = new byte[1_216];
        new SecureRandom().nextBytes(random);
        return SignedPrekey.sign(
                key,
                new PrekeyRecord(
                        NodeId.of(key.publicKey()),
                        0x0101,
                        PrekeyUse.LINK,
                        7,
                        now - 60,
                        now + 21_600,
                        now + 43_200,
                        random,
                        new byte[0]));
    }
}
