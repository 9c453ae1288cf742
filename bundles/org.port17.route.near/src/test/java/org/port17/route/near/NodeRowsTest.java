package org.port17.route.near;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.port17.api.GeoPoint;
import org.port17.api.Node;
import org.port17.route.kit.NodeRow;
import org.port17.route.kit.Prf;
import org.port17.spi.route.Sites;

class NodeRowsTest {
    private final NodeRows rows = new NodeRows(Optional.empty(), new Prf(1, 2));

    private NodeRow row(Optional<GeoPoint> measured) {
        Node node = Fresh.nodes(1).get(0);
        Node placed = new Node(
                node.id(),
                node.name(),
                node.owner(),
                node.country(),
                node.as(),
                node.exit(),
                node.trusted(),
                node.endpoints(),
                node.suites(),
                node.recordDigest(),
                node.capacity(),
                node.since(),
                node.ownerKey(),
                measured);
        return rows.row(
                placed,
                new Sites(Optional.empty(), true).of(placed).orElseThrow().site());
    }

    /** Whatever its address says. */
    @Test
    void aNodeStandsWhereAuthoritiesFoundIt() {
        NodeRow row = row(Optional.of(new GeoPoint(59.9, 10.8)));
        assertEquals(List.of(59.9, 10.8), List.of(row.latitude(), row.longitude()));
        assertEquals(Double.NaN, row(Optional.empty()).latitude(), "else where its address is, if that is known");
    }
}
