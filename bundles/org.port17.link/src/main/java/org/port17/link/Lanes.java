package org.port17.link;

import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/**
 * The circuits of one link by number. Circuits that the dialler opens have the top bit clear, the acceptor's have it
 * set, so the two never choose the same one.
 *
 * <p>A circuit destroyed at this end is remembered until the peer acknowledged the DESTROY (or sent its own): cells
 * that crossed it are ignored until then. Any other record for a circuit that does not exist breaks the protocol.
 */
final class Lanes {
    /** BUILDs of which one fragment has come; a peer sends both in a row, so few are open at once. */
    static final int MAX_HALVES = 64;

    private static final int TOP = 0x8000_0000;
    private static final Boolean DESTROYED = Boolean.TRUE;
    private final IntTable<LinkLane> live = new IntTable<>();
    private final IntTable<byte[]> halves = new IntTable<>();
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

    /** A number for a circuit opened here. */
    int number() throws Port17Exception {
        if (isFull() || live.size() + destroyed.size() >= 2 * max) {
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

    /** A fragment of a BUILD came; returns the first fragment if this was the second, else null. */
    byte[] fragment(int circuit, byte[] cell) throws Port17Exception {
        if ((circuit & TOP) == ownBit || circuit == 0 || live.has(circuit) || destroyed.has(circuit)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "BUILD for a circuit that cannot be new");
        }
        byte[] first = halves.remove(circuit);
        if (first == null) {
            if (halves.size() >= MAX_HALVES || live.size() + destroyed.size() >= 2 * max) {
                throw new Port17Exception(ErrorKind.OVERLOADED, "too many circuits begun on one link");
            }
            halves.put(circuit, cell);
        }
        return first;
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
        if (lane == null && destroyed.remove(circuit) == null && halves.remove(circuit) == null) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "DESTROY for a circuit that does not exist");
        }
        return lane;
    }

    /** The peer has our DESTROY: nothing about this circuit may come any more. */
    void forget(int circuit) {
        destroyed.remove(circuit);
    }

    /** Whether the peer can still place a record of this circuit. */
    boolean peerKnows(int circuit) {
        return live.has(circuit) || destroyed.has(circuit);
    }

    void clear() {
        live.clear();
        halves.clear();
        destroyed.clear();
    }
}
