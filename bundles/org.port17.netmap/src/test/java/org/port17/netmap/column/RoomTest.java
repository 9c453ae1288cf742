package org.port17.netmap.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.Samples;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedNode;

class RoomTest {
    private static final long FOUNDED = 1_700_000_000L;

    /** One such record, taken, made every later map impossible. */
    @Test
    void schemesThatNoMapCanSayMakeARecordMalformed() throws Port17Exception {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            endpoints.add(new Endpoint(("a" + i + "aaaaaaaaaaaaaaa").substring(0, 16), "192.0.2.1:" + (1_000 + i)));
        }
        Port17Exception e =
                assertThrows(Port17Exception.class, () -> SignedNode.sign(Samples.key(1), statement(endpoints, 1)));
        assertEquals(ErrorKind.BAD_INPUT, e.kind());
        SignedNode most = SignedNode.sign(Samples.key(1), statement(endpoints.subList(0, 15), 1));
        assertEquals(
                1,
                Columns.of(List.of(RecordRows.row(MapNode.of(most), FOUNDED, 0)))
                        .size());
    }

    /** Thousands of shapes, each within its bound, make a table that no reader takes. */
    @Test
    void whoDoesNotFitIsLeftOutTheNewestFirst() throws Port17Exception {
        List<MapNode> nodes = new ArrayList<>();
        for (int i = 0; i < 3_600; i++) {
            nodes.add(node(i, List.of(new Endpoint("tcp", address(i) + ":" + (1 + i))), FOUNDED + 3_600 - i));
        }
        assertThrows(
                Port17Exception.class, () -> RecordRows.columns(nodes, FOUNDED, new OwnerNumbers()), "too many shapes");
        List<MapNode> fit = Room.of(nodes, FOUNDED);
        assertTrue(fit.size() > 3_000 && fit.size() < nodes.size(), Integer.toString(fit.size()));
        assertEquals(nodes.subList(nodes.size() - fit.size(), nodes.size()), fit, "the oldest stay");
        Columns columns = RecordRows.columns(fit, FOUNDED, new OwnerNumbers());
        assertEquals(columns, Columns.parse(columns.bytes(), fit.size()));
    }

    @Test
    void nobodyFillsAMapFromOneAddress() {
        List<MapNode> nodes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            nodes.add(node(1, List.of(new Endpoint("tcp", "192.0.2.1:" + (1_000 + i))), FOUNDED + i));
        }
        nodes.add(node(1, List.of(new Endpoint("tcp", "192.0.2.2:1000")), FOUNDED + 200));
        List<MapNode> fit = Room.of(nodes, FOUNDED);
        assertEquals(Room.MAX_AT_ONE_ADDRESS + 1, fit.size());
        assertEquals(nodes.get(100), fit.get(fit.size() - 1));
    }

    private static String address(int i) {
        return "192.0." + (i >> 8) + "." + (i & 255);
    }

    /** Unsigned: thousands of signatures would take their time, and nothing here looks at them. */
    private static MapNode node(int shape, List<Endpoint> endpoints, long since) {
        byte[] digest = new byte[32];
        new Random(endpoints.hashCode()).nextBytes(digest);
        SignedNode record = new SignedNode(
                NodeId.of(digest, 0),
                statement(endpoints, shape),
                HexFormat.of().formatHex(digest),
                new byte[400]);
        return new MapNode(record, false, false, 0, since);
    }

    private static NodeStatement statement(List<Endpoint> endpoints, int shape) {
        List<Endpoint> all = new ArrayList<>(endpoints);
        List<Integer> suites = new ArrayList<>();
        if (endpoints.size() == 1) {
            for (int i = 0; i < 14; i++) {
                all.add(new Endpoint(("b" + i + "bbbbbbbbbbbbbbb").substring(0, 16), "x:1"));
            }
            for (int i = 0; i < 30; i++) {
                suites.add(0x0200 + i);
            }
        }
        suites.add(0x1000 + shape);
        return new NodeStatement("a", "b", "ZZ", 0, false, all, suites, 1);
    }
}
