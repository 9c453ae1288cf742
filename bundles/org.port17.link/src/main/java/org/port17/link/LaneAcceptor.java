package org.port17.link;

/** Takes circuits that peers build to this node. */
public interface LaneAcceptor {
    /**
     * A whole BUILD arrived on a new lane.
     *
     * @param blob {@link org.port17.cell.Build#BLOB} bytes, the receiver's to keep
     * @return who gets the lane's cells; to refuse, call {@link Lane#destroy} and return any events
     */
    LaneEvents accept(Lane lane, byte[] blob);
}
