package org.port17.link;

import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/** A link that the peer dialled. When its connection is lost it waits for the peer to come back. */
final class AcceptedLink extends LinkSession {
    private final LinkKey key;
    private final byte[] secret;
    private Loop.Timer patience;

    /** @param peer proven identity, or null for a client */
    AcceptedLink(LinkContext context, NodeId peer, LinkKey key, byte[] secret) {
        super(context, peer, false, State.RESUMING);
        this.key = key;
        this.secret = secret;
    }

    LinkKey key() {
        return key;
    }

    byte[] secret() {
        return secret;
    }

    @Override
    boolean dialled() {
        return false;
    }

    /**
     * The peer is back on another connection and has {@code peerHas} records; the present connection ends.
     *
     * @return false if that count cannot be: the link is then dead
     */
    boolean resume(long peerHas) {
        if (wire() != null) {
            wire().abort();
        }
        down(State.RESUMING);
        stopWaiting();
        if (!outbox().resume(peerHas)) {
            die(new Port17Exception(ErrorKind.PROTOCOL, Retry.NOW, "the neighbour resumed what never was"));
            return false;
        }
        return true;
    }

    @Override
    void lost(Port17Exception reason) {
        down(State.RESUMING);
        patience = context()
                .loop()
                .schedule(
                        () -> die(new Port17Exception(
                                ErrorKind.NODE_UNREACHABLE, Retry.NOW, "the neighbour was lost and did not come back")),
                        context().settings().times().resume());
    }

    /** Gives up the connection so that the peer comes back over another transport. */
    void leaveWire() {
        if (isUp()) {
            wire().close();
            lost(new Port17Exception(ErrorKind.CLOSED, Retry.NOW, "the transport goes"));
        }
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }

    @Override
    void released() {
        stopWaiting();
        Arrays.fill(secret, (byte) 0);
    }
}
