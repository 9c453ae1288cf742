package org.port17.onion;

import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;
import org.port17.cell.Layout;
import org.port17.ratchet.DoubleRatchet;

/**
 * The client's view of a circuit's layers: wraps cells for any hop, unwraps cells from any hop. On the loop.
 *
 * <p>Guarantee: every cell of a class has the same size on every link whatever the number of hops, and any change to a
 * cell is noticed by the next honest holder of a layer.
 */
public final class ClientLayers implements AutoCloseable {
    private static final int SHIFT = Layout.SHIFT;
    private final List<DoubleRatchet> hops;
    private final RandomBytes padding;
    private final FramePool pool;
    private final byte[] zone = new byte[Layout.ZONE];
    private final byte[][] heads;
    private final byte[][] streams;
    private final boolean[] switchDue;

    public ClientLayers(List<DoubleRatchet> hops, RandomBytes padding, FramePool pool) {
        this.hops = List.copyOf(hops);
        this.padding = padding;
        this.pool = pool;
        this.heads = new byte[hops.size()][Layout.ZONE];
        this.streams = new byte[hops.size()][Layout.ZONE];
        this.switchDue = new boolean[hops.size()];
    }

    public int length() {
        return hops.size();
    }

    public DoubleRatchet hop(int index) {
        return hops.get(index);
    }

    /** The next cell that passes this hop is its last under the current epoch; the one after uses the prepared one. */
    public void switchNext(int hop) {
        switchDue[hop] = true;
    }

    /** Whether one more cell may be wrapped: no hop's epoch has protected as much as one may. */
    public boolean maySeal() {
        for (DoubleRatchet hop : hops) {
            if (!hop.maySeal()) {
                return false;
            }
        }
        return true;
    }

    /** Whether any hop waits for a cell that carries its switch. */
    public boolean switchDue() {
        for (boolean due : switchDue) {
            if (due) {
                return true;
            }
        }
        return false;
    }

    /**
     * Wraps a body, at {@code offset + ZONE} of the frame, for hop {@code target} (0 is the entry), in place; the
     * frame's offset moves to the cell for the entry.
     */
    public void wrap(Frame frame, int target) {
        byte[] a = frame.array();
        int at = frame.offset();
        int size = frame.cellClass().size();
        byte kind = frame.cellClass().wire();
        for (int i = 0; i < target; i++) {
            DoubleRatchet hop = hops.get(i);
            hop.sealKeystream(zone, 0, SHIFT * i);
            System.arraycopy(zone, 0, zone, SHIFT, SHIFT * i);
            hop.sealFiller(zone, 0);
        }
        System.arraycopy(zone, 0, a, at, SHIFT * target);
        hops.get(target).sealKeystream(a, at, SHIFT * target);
        padding.fill(a, at + SHIFT * target, Layout.ZONE - SHIFT * target);
        for (int i = target; i >= 0; i--) {
            boolean own = i == target;
            int flags = switchDue[i] ? Layout.FLAG_SWITCH : 0;
            Layout.header(a, at + size - SHIFT, own ? Layout.LOCAL : Layout.FORWARD, flags);
            hops.get(i).seal(kind, a, at, size - Layout.TAG, a, at);
            if (switchDue[i]) {
                switchDue[i] = false;
                hops.get(i).switchSealing();
            }
            if (i > 0) {
                at += SHIFT;
            }
        }
        frame.offset(at);
    }

    /**
     * Unwraps an inbound cell.
     *
     * @param in the received cell; overwritten
     * @return who made it and where its body is; the result's frame is {@code in} or a frame to be released
     * @throws Port17Exception TAMPERED: destroy the circuit
     */
    public Unwrapped unwrap(Frame in) throws Port17Exception {
        Frame spare = pool.take(in.cellClass());
        Frame from = in;
        Frame to = spare;
        boolean done = false;
        try {
            Unwrapped result = peel(from, to);
            done = result.frame() == spare;
            return result;
        } finally {
            if (!done) {
                spare.wipe();
                pool.release(spare);
            }
        }
    }

    private Unwrapped peel(Frame from, Frame to) throws Port17Exception {
        int size = from.cellClass().size();
        byte kind = from.cellClass().wire();
        DoubleRatchet entry = hops.get(0);
        to.offset(Frame.HEADROOM);
        if (!entry.open(kind, from.array(), from.offset(), size, to.array(), to.offset())) {
            throw new Port17Exception(ErrorKind.TAMPERED, "an inbound cell does not authenticate");
        }
        if (command(to, size) == Layout.LOCAL) {
            return new Unwrapped(to, 0, flags(to, size));
        }
        noFlags(to, size);
        int last = hops.size() - 1;
        for (int i = 1; i <= last; i++) {
            streams(i);
        }
        // The cell does not say who made it; the last hop nearly always did, so try it first.
        for (int origin = last; origin >= 1; origin--) {
            heads(origin);
            Unwrapped result = inner(to, from, size, kind, origin);
            if (result != null) {
                return result;
            }
        }
        throw new Port17Exception(ErrorKind.TAMPERED, "an inbound cell does not authenticate");
    }

    /** Opens layers 1 to {@code origin}; null if the first of them shows that another hop made the cell. */
    private Unwrapped inner(Frame first, Frame second, int size, byte kind, int origin) throws Port17Exception {
        Frame from = first;
        Frame to = second;
        for (int i = 1; i <= origin; i++) {
            int at = from.offset() - SHIFT;
            System.arraycopy(heads[i], 0, from.array(), at, SHIFT);
            to.offset(Frame.HEADROOM);
            if (!hops.get(i).open(kind, from.array(), at, size, to.array(), to.offset())) {
                if (i == 1) {
                    return null;
                }
                throw new Port17Exception(ErrorKind.TAMPERED, "an inbound cell does not authenticate");
            }
            if (command(to, size) != (i == origin ? Layout.LOCAL : Layout.FORWARD)) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a layer header contradicts the cell's origin");
            }
            if (i < origin) {
                noFlags(to, size);
            }
            Frame swap = from;
            from = to;
            to = swap;
        }
        return new Unwrapped(from, origin, flags(from, size));
    }

    /** Inbound, only the hop that made a cell may say that it is its last of an epoch. */
    private static void noFlags(Frame frame, int size) throws Port17Exception {
        if (flags(frame, size) != 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a switch of epochs on a cell that was passed on");
        }
    }

    private static int command(Frame frame, int size) throws Port17Exception {
        int header = frame.offset() + size - SHIFT;
        if (!Layout.headerValid(frame.array(), header)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a layer header is malformed");
        }
        return frame.array()[header];
    }

    private static int flags(Frame frame, int size) {
        return frame.array()[frame.offset() + size - SHIFT + 1];
    }

    private void streams(int i) {
        java.util.Arrays.fill(streams[i], 0, SHIFT * i, (byte) 0);
        hops.get(i).openKeystream(streams[i], 0, SHIFT * i);
    }

    /** heads[i] becomes the first {@code SHIFT * i} bytes of the cell that hop i sent, if hop {@code origin} made it. */
    private void heads(int origin) {
        System.arraycopy(streams[origin], 0, heads[origin], 0, SHIFT * origin);
        for (int i = origin - 1; i >= 1; i--) {
            for (int b = 0; b < SHIFT * i; b++) {
                heads[i][b] = (byte) (streams[i][b] ^ heads[i + 1][SHIFT + b]);
            }
        }
    }

    /**
     * An unwrapped inbound cell.
     *
     * @param origin which hop made it, 0 is the entry
     * @param flags {@link Layout#FLAG_SWITCH}: the caller must take the answer in the body, then switch that hop
     */
    public record Unwrapped(Frame frame, int origin, int flags) {
        public int bodyOffset() {
            return frame.offset() + Layout.ZONE;
        }

        public int bodySize() {
            return frame.cellClass().size() - SHIFT - Layout.ZONE;
        }

        public boolean last() {
            return (flags & Layout.FLAG_SWITCH) != 0;
        }
    }

    @Override
    public void close() {
        hops.forEach(DoubleRatchet::close);
        java.util.Arrays.fill(zone, (byte) 0);
    }
}
