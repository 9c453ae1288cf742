package org.port17.link;

import java.util.List;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.suite.CipherSuite;

/** The end that answers, and says which suites it permits when that has changed or an offer must be refused. */
final class AcceptorSteps extends Steps {
    private final AcceptedLink link;
    private byte[] answer;
    private int refused;
    private boolean noticeDue;
    private int notices;

    AcceptorSteps(AcceptedLink link, Wire wire) {
        super(link, wire);
        this.link = link;
        // The last notice may have been lost with the connection before; a prekey may outlive its suite.
        this.noticeDue = link.hasTold() || isStranded();
    }

    @Override
    void suitesChanged() {
        List<CipherSuite> permitted = context().permitted();
        CipherSuite present = ratchet().suite();
        if (permitted.isEmpty() && !context().plugins().suites().contains(present)) {
            link.leaveWire(); // it goes and there is no other; one may come within the time to resume
        } else if (!permitted.contains(present) || !link.isKnown(LinkContext.ids(permitted))) {
            noticeDue = true;
        }
    }

    @Override
    void say() {
        if (answer != null && wire().isWritable()) {
            byte[] last = answer;
            answer = null;
            notices = 0;
            wire().switchSealingWithNextRecord();
            send(Records.ANSWER, last);
            wire().expectSwitch();
        }
        while (noticeDue && wire().isWritable()) {
            tell();
        }
    }

    private void tell() {
        if (++notices > NOTICES) {
            // The dialler would take one more for an attack; on a fresh connection it counts anew.
            wire().fail(new Port17Exception(ErrorKind.CLOSED, Retry.NOW, "suites changed too often"));
            return;
        }
        SuiteNotice notice =
                new SuiteNotice(refused, link.tell(LinkContext.ids(context().permitted())));
        // A refusal asks for nothing: who must leave the present suite's object says so besides.
        noticeDue = refused != 0 && isStranded();
        refused = 0;
        send(Records.SUITES, notice.bytes());
    }

    @Override
    void offered(byte[] offer) throws Port17Exception {
        if (answer != null || refused != 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "an offer while another has no answer yet");
        }
        if (!link.mayStep()) {
            throw new Port17Exception(ErrorKind.OVERLOADED, "too many ratchet steps");
        }
        try {
            answer = ratchet().answer(offer, this::permitted, context().random());
        } catch (Port17Exception e) {
            if (e.kind() != ErrorKind.NO_SUITE) {
                throw e;
            }
            refused = ratchet().nextEpoch();
            noticeDue = true;
            return;
        }
        link.prepared(ratchet());
        begun();
    }

    private Optional<CipherSuite> permitted(int id) {
        return context().permitted().stream()
                .filter(suite -> suite.traits().id() == id)
                .findFirst();
    }

    @Override
    void stepped() {
        link.settled();
    }

    @Override
    boolean isStranded() {
        return !context().permitted().contains(ratchet().suite());
    }
}
