package org.port17.netmap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedPrekey;

/**
 * The prekeys at hand. Guarantee: one that verified stays until its use is over, whatever a later set holds, so that nobody who
 * serves sets, or sits in between, takes a node away by leaving its prekeys out. Bounded by the nodes and suites of the map.
 * One thread; {@link #byNode} may be handed on.
 */
final class PrekeyPool {
    /** Of one node, suite and use: those that begin last. An honest node needs two, the one in use and the next. */
    static final int PER_SLOT = 4;

    private static final Comparator<SignedPrekey> NEWEST_FIRST =
            Comparator.comparingLong((SignedPrekey p) -> p.record().notBefore()).reversed();
    /** What the authority may know of more nodes than the map in use has: room for as many again. */
    private static final int ROOM = 64;

    private static final int SOURCES = 64;

    private Map<ByteBuffer, SignedPrekey> verified = Map.of();
    private Map<NodeId, List<SignedPrekey>> byNode = Map.of();
    /** By source, since no two need to have the same set. */
    private final Map<String, String> tags = new HashMap<>();

    /**
     * Adds a set to what is held.
     *
     * @param source where it came from
     * @param nodes what a node of the map says of itself; null: the map has none, and its prekeys are not even verified
     * @param suites that the map permits
     * @param now seconds since 1970
     * @return how many records of the map's nodes were refused: malformed or forged
     */
    int add(String source, byte[] bytes, Function<NodeId, NodeStatement> nodes, Set<Integer> suites, long now)
            throws Port17Exception {
        PrekeySet set = PrekeySet.parse(
                bytes,
                PrekeySet.MAX_RECORDS,
                (node, suite) -> suites.contains(suite) && nodes.apply(node) != null,
                raw -> verified.get(ByteBuffer.wrap(Signatures.sha256(raw))));
        Map<ByteBuffer, SignedPrekey> all = new HashMap<>(verified);
        set.prekeys().stream()
                .filter(prekey -> prekey.vouchedBy(nodes.apply(prekey.record().node())))
                .forEach(prekey -> all.put(ByteBuffer.wrap(prekey.record().digest()), prekey));
        keep(all, now);
        if (tags.size() >= SOURCES) {
            tags.clear();
        }
        tags.put(source, tagOf(bytes));
        return set.refused();
    }

    private void keep(Map<ByteBuffer, SignedPrekey> all, long now) {
        Map<VerifiedView.Slot, List<SignedPrekey>> slots = new HashMap<>();
        for (SignedPrekey prekey : all.values()) {
            if (prekey.record().useUntil() > now) {
                slots.computeIfAbsent(VerifiedView.Slot.of(prekey.record()), s -> new ArrayList<>())
                        .add(prekey);
            }
        }
        Map<ByteBuffer, SignedPrekey> kept = new HashMap<>();
        Map<NodeId, List<SignedPrekey>> nodes = new HashMap<>();
        slots.forEach((slot, list) -> {
            list.sort(NEWEST_FIRST);
            for (SignedPrekey prekey : list.subList(0, Math.min(PER_SLOT, list.size()))) {
                kept.put(ByteBuffer.wrap(prekey.record().digest()), prekey);
                nodes.computeIfAbsent(slot.node(), n -> new ArrayList<>()).add(prekey);
            }
        });
        nodes.values().forEach(list -> list.sort(NEWEST_FIRST));
        verified = kept;
        byNode = nodes;
    }

    /** Each node's prekeys, newest first; not modified any more. */
    Map<NodeId, List<SignedPrekey>> byNode() {
        return byNode;
    }

    int size() {
        return verified.size();
    }

    /** Everything held, as a set, as far as a set goes. */
    byte[] bytes() {
        List<SignedPrekey> fit = new ArrayList<>();
        long length = 0;
        for (SignedPrekey prekey : verified.values()) {
            length += 2 + prekey.bytes().length;
            if (length > PrekeySet.MAX_BYTES - 16 || fit.size() == PrekeySet.MAX_RECORDS) {
                break;
            }
            fit.add(prekey);
        }
        return PrekeySet.write(fit);
    }

    /** Bytes of a set that an authority can have for so many nodes and suites, at most. */
    static int most(int nodes, int suites) {
        long each = 2L * suites * (2 + SignedPrekey.MAX);
        return (int) Math.min(PrekeySet.MAX_BYTES, 16 + (2L * nodes + ROOM) * each);
    }

    /** Entity tag of the set that came last from a source; empty if the next one is wanted whatever it holds. */
    String tag(String source) {
        return tags.getOrDefault(source, "");
    }

    /** Nodes came that were unknown when the last set was added. */
    void askAgain() {
        tags.clear();
    }

    /** The entity tag an authority gives a prekey set: 16 hexadecimal digits of its SHA-256. */
    static String tagOf(byte[] set) {
        return HexFormat.of().formatHex(Signatures.sha256(set), 0, 8);
    }
}
