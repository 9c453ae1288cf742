package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedNode;

class MirrorsTest {
    private final Random random = new Random(17);

    @Test
    void isAtTheNodesFirstAddressThatIsANumber() throws Port17Exception {
        assertEquals("http://192.0.2.7:7018", at("ws:example.org:443/x", "tcp:192.0.2.7:5017", "tcp:192.0.2.8:5017"));
        assertEquals("http://[2001:db8:0:0:0:0:0:1]:7018", at("tcp:[2001:db8::1]:5017"));
        assertEquals("", at("ws:example.org:443/x"), "names are not looked up");
        assertEquals("", at(0, "tcp:192.0.2.7:5017"), "it hands out nothing");
    }

    @Test
    void eachNetworkIsAsLikelyAsAnother() throws Port17Exception {
        List<SignedNode> nodes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            nodes.add(SignedNode.sign(Samples.key(i), statement(7000 + i, "tcp:192.0.2." + (i + 1) + ":5017")));
        }
        nodes.add(SignedNode.sign(Samples.key(30), statement(7018, "tcp:198.51.100.1:5017")));
        nodes.add(SignedNode.sign(Samples.key(31), statement(0, "tcp:203.0.113.1:5017")));
        int alone = 0;
        for (int i = 0; i < 400; i++) {
            String host = Mirrors.any(nodes, random).orElseThrow().getHost();
            assertTrue(host.startsWith("192.0.2.") || host.equals("198.51.100.1"), host);
            alone += host.equals("198.51.100.1") ? 1 : 0;
        }
        assertTrue(alone > 150 && alone < 250, "of 400: " + alone);
        assertEquals(Optional.empty(), Mirrors.any(List.of(), random));
    }

    private String at(String... endpoints) throws Port17Exception {
        return at(7018, endpoints);
    }

    private String at(int port, String... endpoints) throws Port17Exception {
        SignedNode node = SignedNode.sign(Samples.key(1), statement(port, endpoints));
        return Mirrors.any(List.of(node), random).map(URI::toString).orElse("");
    }

    private static NodeStatement statement(int port, String... endpoints) throws Port17Exception {
        NodeStatement some = Samples.statement("ada", false, 1).mirroring(port);
        List<Endpoint> parsed = new ArrayList<>();
        for (String endpoint : endpoints) {
            parsed.add(Endpoint.parse(endpoint));
        }
        return new NodeStatement(
                some.name(),
                some.owner(),
                some.country(),
                some.as(),
                some.exit(),
                parsed,
                some.suites(),
                some.mlDsaDigest(),
                some.certificate(),
                some.mirror(),
                some.sequence());
    }
}
