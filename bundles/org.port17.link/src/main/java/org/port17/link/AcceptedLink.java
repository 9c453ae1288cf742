package org.port17.link;

import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.ratchet.DoubleRatchet;

/** A link that the peer dialled. When its connection is lost it waits for the peer to come back. */
final class AcceptedLink extends LinkSession {
    private final LinkKey key;
    private final ResumeSecrets secrets;
    private Loop.Timer patience;
    private Loop.Timer absence;

    /** What the peer knows this end to permit, best first. */
    private List<Integer> known;

    private boolean told;

    /** @param peer proven identity, or null for a client */
    AcceptedLink(LinkContext context, NodeId peer, LinkKey key, byte[] secret) {
        super(context, peer, false, State.RESUMING);
        this.key = key;
        this.secrets = new ResumeSecrets(secret);
        this.known = LinkContext.ids(context.permitted());
    }

    LinkKey key() {
        return key;
    }

    /** Whether a RESUME comes from this link's dialler. */
    boolean provenBy(Hello.Opened hello) {
        return secrets.prove(hello::knows);
    }

    /** The ratchet has a new epoch that the dialler may not know yet. */
    void prepared(DoubleRatchet ratchet) {
        secrets.prepared(key.resumeSecret(ratchet));
    }

    /** The dialler is in that epoch. */
    void settled() {
        secrets.settled();
    }

    /** Whether the peer was ever told what this end permits; before that it goes by the map. */
    boolean hasTold() {
        return told;
    }

    boolean isKnown(List<Integer> permitted) {
        return permitted.equals(known);
    }

    /** The peer is being told. */
    List<Integer> tell(List<Integer> permitted) {
        told = true;
        known = permitted;
        return permitted;
    }

    @Override
    Steps newSteps(Wire newWire) {
        return new AcceptorSteps(this, newWire);
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
        absence = context().loop().schedule(circuits()::peerAway, DialledLink.ABSENT);
    }

    private void stopWaiting() {
        if (absence != null) {
            absence.cancel();
            absence = null;
        }
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }

    @Override
    void released() {
        stopWaiting();
        secrets.wipe();
    }
}
