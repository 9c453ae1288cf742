package org.port17.link;

import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/**
 * The circuits of one link by number. Circuits that the dialler opens have the top bit clear, the acceptor's have it
 * set, so the two never choose the same one.
 *
 * <p>A circuit destroyed at this end is remembered until the peer acknowledged the DESTROY (or sent its own): what
 * crossed it is ignored until then. Any other record for a circuit that does not exist breaks the protocol.
 */
final class Lanes {
    /**
     * Circuits ended here, beyond twice {@code max}, of which a peer with larger bounds may not know yet. One that leaves
     * more unacknowledged goes on building without hearing us.
     */
    static final int UNHEARD = 1 << 17;

    private static final int TOP = 0x8000_0000;
    private static final Boolean DESTROYED = Boolean.TRUE;
    private final IntTable<LinkLane> live = new IntTable<>();
    private final IntTable<Boolean> destroyed = new IntTable<>();
    private final int ownBit;
    private final int max;
    private int last;

    /** @param start where this end's numbers begin; they count up, so that none comes again for 2^31 circuits */
    Lanes(boolean dialler, int max, int start) {
        this.ownBit = dialler ? 0 : TOP;
        this.max = max;
        this.last = start;
    }

    int size() {
        return live.size();
    }

    LinkLane get(int circuit) {
        return live.get(circuit);
    }

    List<LinkLane> all() {
        return live.values();
    }

    boolean isFull() {
        return live.size() >= max;
    }

    /** Whether circuits that ended, but not yet for the peer, leave no room for another one. */
    boolean isCrowded() {
        return live.size() + destroyed.size() >= 2L * max;
    }

    /** A number for a circuit opened here. */
    int number() throws Port17Exception {
        if (isFull() || isCrowded()) {
            throw new Port17Exception(ErrorKind.OVERLOADED, Retry.ELSEWHERE, "the link has no room for more circuits");
        }
        do {
            last = (last + 1) & ~TOP;
        } while ((last | ownBit) == 0 || live.has(last | ownBit) || destroyed.has(last | ownBit));
        return last | ownBit;
    }

    void put(LinkLane lane) {
        live.put(lane.circuit(), lane);
    }

    /**
     * Half a BUILD came.
     *
     * @return whether to keep it; false if the circuit ended here already and the peer does not know it yet
     * @throws Port17Exception PROTOCOL if the circuit cannot be new
     */
    boolean mayBegin(int circuit) throws Port17Exception {
        if ((circuit & TOP) == ownBit || circuit == 0 || live.has(circuit)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "BUILD for a circuit that cannot be new");
        }
        return !destroyed.has(circuit);
    }

    /** A circuit is refused before it begins. @throws Port17Exception OVERLOADED if the peer hears none of it */
    void refused(int circuit) throws Port17Exception {
        if (destroyed.size() >= 2L * max + UNHEARD) {
            throw new Port17Exception(ErrorKind.OVERLOADED, "a neighbour builds on and takes no refusal");
        }
        destroyed.put(circuit, DESTROYED);
    }

    /** Whether a circuit of this number is one that this end opened. */
    boolean isOwn(int circuit) {
        return circuit != 0 && (circuit & TOP) == ownBit;
    }

    /** Whether this circuit was destroyed here and its late cells are to be ignored. */
    boolean isDestroyed(int circuit) {
        return destroyed.has(circuit);
    }

    /** This end ends a circuit. */
    void destroyedHere(int circuit, boolean peerKnows) {
        live.remove(circuit);
        if (peerKnows) {
            destroyed.put(circuit, DESTROYED);
        }
    }

    /** The peer ends a circuit; the lane that was live, or null. */
    LinkLane destroyedThere(int circuit) throws Port17Exception {
        LinkLane lane = live.remove(circuit);
        if (lane == null && destroyed.remove(circuit) == null) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "DESTROY for a circuit that does not exist");
        }
        return lane;
    }

    /** The peer has our DESTROY: nothing about this circuit may come any more. */
    void forget(int circuit) {
        destroyed.remove(circuit);
    }

    /** Records of a circuit left, or the peer has them. */
    void unacknowledged(int circuit, int more) {
        LinkLane lane = live.get(circuit);
        if (lane != null) {
            lane.unacknowledged(more);
        }
    }

    /** Whether the peer can still place a record of this circuit. */
    boolean peerKnows(int circuit) {
        return live.has(circuit) || destroyed.has(circuit);
    }

    void clear() {
        live.clear();
        destroyed.clear();
    }
}
