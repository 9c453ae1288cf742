package org.port17.link;

import org.port17.cell.BodyWriter;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;

/** One circuit on one link. On the loop. Sent frames keep their order within a lane; lanes share the link fairly. */
public interface Lane {
    Link link();

    /** The circuit's number on this link. */
    int circuit();

    /** Sends a BUILD blob of {@link org.port17.cell.Build#BLOB} bytes; copied. Only as the first thing on a lane. */
    void build(byte[] blob);

    /**
     * Sends a cell; takes ownership of the frame whatever happens. Never refuses: an honest circuit is bounded by its
     * end-to-end windows, and a lane whose queue exceeds the configured cap is destroyed with OVERLOADED.
     */
    void send(Frame frame);

    /** Whether the neighbour has not acknowledged all that was sent, and lately acknowledged something that was sent over the link. */
    boolean underWay();

    /** Bytes waiting in this lane's queue. */
    int queued();

    /** Asks for {@link LaneEvents#emptied} once nothing waits in this lane's queue any more, however little it was. */
    void tellWhenEmpty();

    /**
     * Ends a batch of cells for this lane, unless a bulk cell or more waits on it: what would go behind that is collected, in fuller
     * cells, until {@link LaneEvents#emptied}, at which the owner calls this again.
     */
    default void flush(BodyWriter writer) {
        if (queued() >= CellClass.BULK.size() && !writer.isEmpty()) {
            tellWhenEmpty();
        } else {
            writer.flush();
        }
    }

    /**
     * Ends a circuit that the peer built, as {@link #destroy} does, and tells the peer why its BUILD was not taken. Only
     * before anything else was sent on the lane.
     */
    void refuse(BuildFailure why);

    /** Tells the peer that the circuit is gone, drops what is queued. No event follows. Idempotent. */
    void destroy();
}
