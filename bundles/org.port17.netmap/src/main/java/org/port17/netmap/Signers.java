package org.port17.netmap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.Quorum;

/**
 * Whose signatures count. Guarantee: who is proven to have signed two maps of one number never counts again, over restarts too,
 * and a map needs as many signatures of the others as before. Where too few others are left, none is used any more. One thread.
 */
final class Signers {
    private final Quorum founders;
    private final List<MapFork> proofs = new ArrayList<>();
    private Quorum counted;

    Signers(Quorum founders) {
        this.founders = founders;
        this.counted = founders;
    }

    /** Those that count. */
    Quorum counted() {
        return counted;
    }

    /** How many do not count any more. */
    int ignored() {
        return founders.keys().size() - counted.keys().size();
    }

    List<MapFork> proofs() {
        return List.copyOf(proofs);
    }

    boolean stopped() {
        return !counted.possible();
    }

    /** @throws Port17Exception PROTOCOL if too few are left */
    void check() throws Port17Exception {
        if (stopped()) {
            throw new Port17Exception(
                    ErrorKind.PROTOCOL,
                    Retry.NEVER,
                    "authorities signed two different maps of one number, and too few others are left, so no map is used any"
                            + " more. The proof lies beside the map's cache with the ending .fork; show it to the network's"
                            + " people before you remove it");
        }
    }

    boolean enough(MapHead head) {
        return head.by(counted).size() >= counted.needed();
    }

    /**
     * Two heads of one number that say different things, each signed by enough: who signed both counts no more.
     *
     * @throws Port17Exception PROTOCOL if too few are left
     */
    void forked(MapHead one, MapHead other) throws Port17Exception {
        Set<String> twice = new HashSet<>(one.by(founders));
        twice.retainAll(other.by(founders));
        Quorum rest = counted.without(twice);
        if (!rest.equals(counted)) {
            counted = rest;
            proofs.add(new MapFork(one.bytes(), other.bytes()));
        }
        check();
    }

    /** Proofs of an earlier run. @throws Port17Exception BAD_INPUT or TAMPERED if one proves nothing */
    void restore(List<MapFork> earlier) throws Port17Exception {
        for (MapFork proof : earlier) {
            MapHead one = MapHead.parse(proof.one(), founders);
            MapHead other = MapHead.parse(proof.other(), founders);
            if (!one.forks(other)) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "the proof of a fork proves none");
            }
            try {
                forked(one, other);
            } catch (Port17Exception e) {
                return; // as it was when the proof was found
            }
        }
    }
}
