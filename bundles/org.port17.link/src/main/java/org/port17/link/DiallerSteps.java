package org.port17.link;

import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.suite.CipherSuite;

/** The end that offers: when an epoch is old or has protected much, when another suite is wanted, or when asked to. */
final class DiallerSteps extends Steps {
    private final DialledLink link;
    private int notices;

    /** Whether to look for another suite; from the start, since the handshake took one with a prekey at hand. */
    private boolean look = true;

    private boolean asked;

    DiallerSteps(DialledLink link, Wire wire) {
        super(link, wire);
        this.link = link;
    }

    @Override
    void suitesChanged() {
        look = true;
    }

    @Override
    void say() {
        if (!look && !asked && !offerDue()) {
            return;
        }
        Optional<CipherSuite> wanted = link.wanted();
        if (wanted.isEmpty()) {
            look = false; // but what the acceptor asked for is due as soon as there is a suite again
            if (!context().plugins().suites().contains(ratchet().suite())) {
                link.leaveWire(); // its suite goes and there is no other; one may come within the time to resume
            }
            return;
        }
        if (!wire().isWritable() || !ratchet().mayOffer()) {
            return;
        }
        // By object: a suite whose bundle was restarted is another object of the same number.
        boolean due = asked || offerDue() || wanted.get() != ratchet().suite();
        look = false;
        asked = false;
        if (due) {
            try {
                send(Records.OFFER, ratchet().offer(wanted.get(), context().random()));
            } catch (Port17Exception e) {
                wire().fail(e);
            }
        }
    }

    @Override
    void answered(byte[] answer) throws Port17Exception {
        ratchet().accept(answer);
        ratchet().switchOpening();
        wire().switchSealingWithNextRecord();
        link.secretFrom(ratchet());
        notices = 0;
        begun();
    }

    @Override
    void stepped() {
        // The secret changed with the answer already.
    }

    @Override
    void told(byte[] message) throws Port17Exception {
        if (++notices > NOTICES) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "the neighbour says too often which suites it permits");
        }
        SuiteNotice notice = SuiteNotice.of(message);
        if (notice.refused() != 0) {
            ratchet().refused(notice.refused());
            context().links().changed(); // the suite offered is in use no more
        } else if (link.mayStep()) {
            asked = true;
        } else {
            throw new Port17Exception(ErrorKind.OVERLOADED, "the neighbour asks for too many steps");
        }
        link.told(notice.suites());
        look = true;
    }

    @Override
    boolean isStranded() {
        return link.wanted().isEmpty();
    }
}
