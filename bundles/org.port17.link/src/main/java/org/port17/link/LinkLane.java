package org.port17.link;

import org.port17.api.Port17Exception;
import org.port17.cell.Build;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;

/** A circuit's share of a link. */
final class LinkLane implements Lane {
    private final LinkSession link;
    private final Backlog backlog;
    private final boolean builtByPeer;
    private LaneEvents events;
    private Build.Prekey builtWith;
    private boolean gone;
    private boolean silent;
    private boolean heard;
    private int unacknowledged;

    /** @param events null for a circuit built by the peer, until its acceptor answered */
    LinkLane(LinkSession link, int circuit, LaneEvents events) {
        this.link = link;
        this.backlog = new Backlog(circuit);
        this.events = events;
        this.builtByPeer = events == null;
    }

    boolean isBuiltByPeer() {
        return builtByPeer;
    }

    void events(LaneEvents newEvents) {
        events = newEvents;
    }

    Backlog backlog() {
        return backlog;
    }

    boolean isGone() {
        return gone;
    }

    /** Whether any cell came. */
    boolean isHeard() {
        return heard;
    }

    /** That many more records, or fewer, left and are not acknowledged. */
    void unacknowledged(int more) {
        unacknowledged += more;
    }

    /** A cell for the owner. */
    void deliver(Frame frame) {
        heard = true;
        events.cell(frame);
    }

    /** The lane ends without its owner's doing. */
    void end(Port17Exception reason) {
        if (!gone) {
            gone = true;
            tell(reason);
        }
    }

    /** The lane ends now; its owner is told later, by {@link #tell}. */
    void markGone() {
        gone = true;
    }

    /** The peer is not there at the moment. */
    void tellAway() {
        if (!gone) {
            events.away();
        }
    }

    /** Tells the owner that nothing waits any more. */
    void emptied() {
        if (!gone && events != null) {
            events.emptied();
        }
    }

    /** Tells the owner that the lane ended, unless it ended it itself meanwhile. */
    void tell(Port17Exception reason) {
        if (events != null && !silent) {
            silent = true;
            events.destroyed(reason);
        }
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public int circuit() {
        return backlog.circuit();
    }

    @Override
    public void build(byte[] blob) {
        if (blob.length != Build.BLOB) {
            throw new IllegalArgumentException("a BUILD has " + Build.BLOB + " bytes");
        }
        if (backlog.started() || !backlog.isEmpty()) {
            throw new IllegalStateException("a BUILD comes first on its lane, once");
        }
        if (!gone) {
            builtWith = Build.prekey(blob);
            link.circuits().build(this, blob);
        }
    }

    @Override
    public void send(Frame frame) {
        link.circuits().send(this, frame);
    }

    @Override
    public boolean underWay() {
        return unacknowledged > 0 && link.arrives();
    }

    @Override
    public int queued() {
        return backlog.bytes();
    }

    @Override
    public void tellWhenEmpty() {
        backlog.tellWhenEmpty();
    }

    @Override
    public void refuse(BuildFailure why) {
        if (!builtByPeer || backlog.started() || !backlog.isEmpty()) {
            throw new IllegalStateException("only a BUILD that came here and was not answered can be refused");
        }
        silent = true;
        if (!gone) {
            gone = true;
            link.circuits().refuse(this, why);
        }
    }

    @Override
    public void destroy() {
        silent = true;
        if (!gone) {
            gone = true;
            link.circuits().destroy(this);
        }
    }

    /** The peer did not take the BUILD of this lane. */
    void buildFailed(BuildFailure why) {
        if (!gone) {
            gone = true;
            tell(why);
        }
    }

    /** Tells the owner, unless it ended the lane itself meanwhile. */
    void tell(BuildFailure why) {
        if (!silent) {
            silent = true;
            events.buildFailed(why);
        }
    }

    /** Whether this lane's BUILD answers another prekey of the suite than the one its node offers now. */
    boolean mayBeStale(int suite, int prekeyId) {
        return builtWith != null && builtWith.suite() == suite && builtWith.id() != prekeyId;
    }
}
