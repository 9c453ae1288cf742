package org.port17.authority;

import java.util.ArrayList;
import java.util.List;
import org.port17.api.Endpoint;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedNode;

/** Records of nodes at places that a test chooses. */
final class ListedRecord {
    private ListedRecord() {}

    static SignedNode at(int number, String... endpoints) throws Exception {
        List<Endpoint> at = new ArrayList<>();
        for (String endpoint : endpoints) {
            at.add(Endpoint.parse(endpoint));
        }
        return SignedNode.sign(
                RegistryTest.key(number),
                new NodeStatement("n" + number, "o" + number, "DE", 0, false, at, List.of(0x0101), 1));
    }
}
