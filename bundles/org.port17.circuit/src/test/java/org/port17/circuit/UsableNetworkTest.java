package org.port17.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.MapFacts;
import org.port17.netmap.MapPieces;
import org.port17.netmap.MapView;
import org.port17.netmap.PrekeyRecord;
import org.port17.spi.suite.PrekeyUse;

/** What a network says that its map lists, though it cannot be used: an entry loses its place only by the whole truth. */
class UsableNetworkTest {
    private static final List<Node> AT_HAND = List.of(node(1), node(2), node(3));

    private static Node node(int number) {
        byte[] id = new byte[32];
        id[0] = (byte) number;
        try {
            return new Node(NodeId.of(id), "n" + number, "o" + number, "", 0, false, false, List.of(), List.of(), "");
        } catch (Port17Exception e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** No prekey of any of the nodes is at hand. */
    private record Given(int listed, boolean prekeySet) implements MapView {
        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public List<Node> nodes() {
            return AT_HAND;
        }

        @Override
        public Optional<Node> node(NodeId id) {
            return AT_HAND.stream().filter(node -> node.id().equals(id)).findFirst();
        }

        @Override
        public Set<Integer> permittedSuites() {
            return Set.of();
        }

        @Override
        public Optional<PrekeyRecord> prekey(NodeId node, int suite, PrekeyUse use) {
            return Optional.empty();
        }

        @Override
        public MapFacts facts() {
            return new MapFacts("net", 0, 0, 1, 1, 1, 0, listed, 0, MapFacts.Split.ALONE, 0, 3);
        }

        @Override
        public Optional<MapPieces> pieces() {
            Optional<MapPieces> without = Optional.of(new MapPieces(null, null, List.of(), Optional.empty()));
            return prekeySet ? Optional.of(new MapPieces(null, null, List.of(), Optional.of(List.of()))) : without;
        }

        @Override
        public long verifiedAt() {
            return 0;
        }
    }

    private static UsableNetwork network(int listed, boolean prekeySet) {
        return new UsableNetwork(new Given(listed, prekeySet), List.of(), new OwnTrust(), NodeSites.local(), null);
    }

    @Test
    void allThatTheMapListsIsKnownOnlyWithAllRecordsAndItsPrekeySet() {
        UsableNetwork whole = network(3, true);
        assertEquals(Optional.of(AT_HAND), whole.listed());
        assertTrue(whole.nodes().isEmpty(), "none of them can be used");
        assertEquals(Optional.empty(), network(4, true).listed(), "a record is missing");
        assertEquals(Optional.empty(), network(3, false).listed(), "somebody withholds the prekeys");
    }
}
