package org.port17.link;

import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;

/** What happens on a lane. All calls on the loop. */
public interface LaneEvents {
    /**
     * A cell arrived. The frame belongs to the link and is valid only during this call; its bytes may be overwritten
     * by the receiver.
     */
    void cell(Frame frame);

    /**
     * The peer did not take this lane's BUILD and says why. The last call. What it says is bounded and not verified; it may
     * come late, from a peer that lies.
     */
    default void buildFailed(BuildFailure why) {
        destroyed(new Port17Exception(why.kind(), Retry.ELSEWHERE, "the neighbour did not take the BUILD"));
    }

    /**
     * The connection under the lane is lost, and for a while now the peer takes no other. What is on the lane waits, until the
     * link is resumed or dies; who could go elsewhere should.
     */
    default void away() {}

    /** Nothing waits in the lane's queue any more, as {@link Lane#tellWhenEmpty} asked. */
    default void emptied() {}

    /** The circuit is gone: destroyed by the peer, or its link died. The last call. */
    void destroyed(Port17Exception reason);
}
