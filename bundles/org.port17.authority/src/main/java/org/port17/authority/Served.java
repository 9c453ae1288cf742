package org.port17.authority;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.port17.api.NodeId;
import org.port17.netmap.column.Room;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.measure.MeasureTarget;

/**
 * Whom a map lists: nodes that can be reached, with all {@link WantedPrekeys}, as far as map and prekey set have room for them, the
 * oldest first. A listed node without prekeys would count against every client, which wants most of the listed at hand.
 *
 * @param prekeys of these nodes and no others
 */
record Served(List<MapNode> nodes, List<SignedPrekey> prekeys) {
    /** Below the longest set that readers take. */
    private static final long MAX_PREKEYS = PrekeySet.MAX_BYTES - (4 << 20);

    /**
     * @param live nodes that may be listed
     * @param all prekeys at hand
     * @param suites that the network permits
     */
    static Served of(List<MapNode> live, List<SignedPrekey> all, List<Integer> suites, long founded) {
        Map<NodeId, List<SignedPrekey>> byNode = new HashMap<>();
        for (SignedPrekey prekey : all) {
            if (suites.contains(prekey.record().suite())) {
                byNode.computeIfAbsent(prekey.record().node(), n -> new ArrayList<>())
                        .add(prekey);
            }
        }
        List<MapNode> reachable = live.stream()
                .filter(node -> WantedPrekeys.allAmong(
                        byNode.getOrDefault(node.record().id(), List.of()),
                        node.record().statement(),
                        suites))
                .toList();
        List<MapNode> oldest = new ArrayList<>(reachable);
        oldest.sort(Comparator.comparingLong(MapNode::since));
        Set<NodeId> fit = new HashSet<>();
        long bytes = 0;
        long count = 0;
        for (MapNode node : oldest) {
            List<SignedPrekey> own = byNode.get(node.record().id());
            bytes += own.stream().mapToLong(p -> 2L + p.bytes().length).sum();
            count += own.size();
            if (bytes > MAX_PREKEYS || count > PrekeySet.MAX_RECORDS) {
                break;
            }
            fit.add(node.record().id());
        }
        List<MapNode> nodes = Room.of(
                reachable.stream()
                        .filter(node -> fit.contains(node.record().id()))
                        .toList(),
                founded);
        Set<NodeId> listed = new HashSet<>();
        nodes.forEach(node -> listed.add(node.record().id()));
        return new Served(
                nodes,
                all.stream()
                        .filter(p -> listed.contains(p.record().node())
                                && suites.contains(p.record().suite()))
                        .toList());
    }

    /** A node for those who measure it. @param warrant what shows it who wants that */
    MeasureTarget target(MapNode node, byte[] warrant) {
        NodeId id = node.record().id();
        return new MeasureTarget(
                id,
                node.record().statement().endpoints(),
                prekeys.stream()
                        .filter(p -> p.record().node().equals(id))
                        .map(SignedPrekey::bytes)
                        .toList(),
                warrant);
    }

    /** The set that goes with a map of some of these nodes. */
    byte[] set(List<MapNode> listed) {
        Set<NodeId> ids = new HashSet<>();
        listed.forEach(node -> ids.add(node.record().id()));
        return PrekeySet.write(
                prekeys.stream().filter(p -> ids.contains(p.record().node())).toList());
    }
}
