package org.port17.netmap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedPrekey;

/**
 * The prekeys at hand. Guarantee: they are one set that a signed head names, whole, so that nobody gives this reader a prekey that
 * others do not have, or leaves one out. The set stays until that of a later head is at hand. One thread; {@link #byNode} may be
 * handed on.
 */
final class HeldPrekeys {
    private static final Comparator<SignedPrekey> NEWEST_FIRST =
            Comparator.comparingLong((SignedPrekey p) -> p.record().notBefore()).reversed();

    private Optional<MapHead> named = Optional.empty();
    private List<SignedPrekey> inOrder = List.of();
    private boolean whole;
    private Map<ByteBuffer, SignedPrekey> verified = Map.of();
    private Map<NodeId, List<SignedPrekey>> byNode = Map.of();

    /**
     * Takes a set in place of the one before.
     *
     * @param head that was verified and names it
     * @return how many of its records were refused: malformed or forged
     * @throws Port17Exception TAMPERED if the head names another set, BAD_INPUT if it is malformed; nothing was taken then
     */
    int take(MapHead head, byte[] set) throws Port17Exception {
        if (!PrekeySet.digest(set).equals(head.statement().prekeys())) {
            throw new Port17Exception(ErrorKind.TAMPERED, Retry.LATER, "prekeys: the set is not the one signed");
        }
        PrekeySet parsed = PrekeySet.parse(
                set, PrekeySet.MAX_RECORDS, raw -> verified.get(ByteBuffer.wrap(Signatures.sha256(raw))));
        Map<ByteBuffer, SignedPrekey> all = new HashMap<>();
        Map<NodeId, List<SignedPrekey>> nodes = new HashMap<>();
        for (SignedPrekey prekey : parsed.prekeys()) {
            if (all.put(ByteBuffer.wrap(prekey.record().digest()), prekey) == null) {
                nodes.computeIfAbsent(prekey.record().node(), n -> new ArrayList<>())
                        .add(prekey);
            }
        }
        nodes.values().forEach(list -> list.sort(NEWEST_FIRST));
        named = Optional.of(head);
        inOrder = parsed.prekeys();
        whole = parsed.refused() == 0;
        verified = all;
        byNode = nodes;
        return parsed.refused();
    }

    /** Whether these are the prekeys that go with a map. */
    boolean of(MapHead head) {
        return named.filter(
                        own -> own.statement().prekeys().equals(head.statement().prekeys()))
                .isPresent();
    }

    /** Another head that names the same set vouches for it from now on. */
    void namedBy(MapHead other) {
        named = Optional.of(other);
    }

    /** The head that vouches for what is held; empty if nothing is. */
    Optional<MapHead> named() {
        return named;
    }

    void drop() {
        named = Optional.empty();
        inOrder = List.of();
        whole = false;
        verified = Map.of();
        byNode = Map.of();
    }

    /** Each node's prekeys, newest first; not modified any more. */
    Map<NodeId, List<SignedPrekey>> byNode() {
        return byNode;
    }

    /** The set that goes with a map, in its order; empty if it is not held, or not all of it verified. */
    Optional<List<SignedPrekey>> set(MapHead head) {
        return whole && of(head) ? Optional.of(inOrder) : Optional.empty();
    }

    int size() {
        return verified.size();
    }
}
