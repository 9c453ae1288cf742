package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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
        assertEquals(Optional.empty(), Mirrors.of(statement(0, "tcp:192.0.2.7:5017")));
    }

    @Test
    void theOneAskedIsAskedAgainWhileItIsOne() throws Port17Exception {
        List<SignedNode> nodes = List.of(
                SignedNode.sign(Samples.key(1), statement(7018, "tcp:192.0.2.1:5017")),
                SignedNode.sign(Samples.key(2), statement(7018, "tcp:192.0.2.2:5017")),
                SignedNode.sign(Samples.key(3), statement(0, "tcp:192.0.2.3:5017")));
        List<URI> others = List.of(URI.create("http://192.0.2.9:7018"));
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            URI first = Mirrors.any(nodes, others, null, random).orElseThrow();
            assertEquals(first, Mirrors.any(nodes, others, first, random).orElseThrow());
            drawn.add(first.getHost());
        }
        assertEquals(Set.of("192.0.2.1", "192.0.2.2", "192.0.2.9"), drawn);
        URI gone = URI.create("http://192.0.2.3:7018");
        assertNotEquals(gone, Mirrors.any(nodes, others, gone, random).orElseThrow());
        assertEquals(Optional.empty(), Mirrors.any(List.of(), List.of(), null, random));
    }

    private static String at(String... endpoints) throws Port17Exception {
        return Mirrors.of(statement(7018, endpoints)).map(URI::toString).orElse("");
    }

    private static NodeStatement statement(int port, String... endpoints) throws Port17Exception {
        NodeStatement some = Samples.statement("ada", false, 1).mirroring(port);
        List<Endpoint> parsed = new java.util.ArrayList<>();
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
