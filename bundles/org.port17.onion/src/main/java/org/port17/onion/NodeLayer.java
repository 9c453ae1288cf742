package org.port17.onion;

import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.cell.Layout;
import org.port17.ratchet.DoubleRatchet;

/** One node's layer of a circuit: peels outbound cells, adds to inbound ones. On the loop. */
public final class NodeLayer implements AutoCloseable {
    private final DoubleRatchet ratchet;

    public NodeLayer(DoubleRatchet ratchet) {
        this.ratchet = ratchet;
    }

    public DoubleRatchet ratchet() {
        return ratchet;
    }

    /** What an outbound cell is to this node. */
    public enum Verdict {
        /** {@code out} holds the cell for the next node. */
        FORWARD,
        /** The body at {@link #bodyOffset} of {@code out} is for this node. */
        LOCAL
    }

    /**
     * Peels one outbound cell.
     *
     * @param in the received cell; its bytes are kept
     * @param out a frame of the same class, owned by the caller
     * @throws Port17Exception TAMPERED: destroy the circuit in both directions, give no reason
     */
    public Verdict peel(Frame in, Frame out) throws Port17Exception {
        int size = in.cellClass().size();
        byte[] o = out.array();
        int at = out.offset();
        ratchet.openFiller(o, at);
        if (!ratchet.open(in.cellClass().wire(), in.array(), in.offset(), size, o, at + Layout.SHIFT)) {
            throw new Port17Exception(ErrorKind.TAMPERED, "an outbound cell does not authenticate");
        }
        int header = at + size;
        if (!Layout.headerValid(o, header)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a layer header is malformed");
        }
        if ((o[header + 1] & Layout.FLAG_SWITCH) != 0) {
            if (!ratchet.maySwitchOpening()) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "an epoch switch without a prepared epoch");
            }
            ratchet.switchOpening();
        }
        return o[header] == Layout.FORWARD ? Verdict.FORWARD : Verdict.LOCAL;
    }

    /** Where the body of a peeled LOCAL cell begins. */
    public static int bodyOffset(Frame out) {
        return out.offset() + Layout.SHIFT + Layout.ZONE;
    }

    /** Bytes of a body with its length field. */
    public static int bodySize(CellClass cellClass) {
        return cellClass.size() - Layout.SHIFT - Layout.ZONE;
    }

    /** Adds this node's layer to an inbound cell from the next node. {@code in}'s bytes are overwritten. */
    public void cover(Frame in, Frame out) {
        int size = in.cellClass().size();
        int header = in.offset() + size;
        Layout.header(in.array(), header, Layout.FORWARD, 0);
        ratchet.seal(
                in.cellClass().wire(),
                in.array(),
                in.offset() + Layout.SHIFT,
                size - Layout.TAG,
                out.array(),
                out.offset());
    }

    /**
     * Makes an inbound cell of this node's own, in place: the body is at {@code offset + ZONE}.
     *
     * @param last whether this is the last cell of the epoch; the ratchet then switches
     */
    public void originate(Frame frame, boolean last) {
        byte[] a = frame.array();
        int at = frame.offset();
        int size = frame.cellClass().size();
        java.util.Arrays.fill(a, at, at + Layout.ZONE, (byte) 0);
        Layout.header(a, at + size - Layout.SHIFT, Layout.LOCAL, last ? Layout.FLAG_SWITCH : 0);
        ratchet.seal(frame.cellClass().wire(), a, at, size - Layout.TAG, a, at);
        if (last) {
            ratchet.switchSealing();
        }
    }

    @Override
    public void close() {
        ratchet.close();
    }
}
