package org.port17.link;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.PrekeyRecord;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link that this end dialled, and dials again whenever its connection is lost or must be left. */
final class DialledLink extends LinkSession {
    private static final Logger LOG = LoggerFactory.getLogger(DialledLink.class);
    private static final Duration ONE_TRY = Duration.ofSeconds(4);
    /** A node that takes no connection for so long after a loss gets no new circuits; those that run wait on. */
    static final Duration ABSENT = Duration.ofSeconds(1);

    private static final long ABSENT_NANOS = ABSENT.toNanos();

    /** As {@link #ABSENT}, where its host says that nobody listens. Not at once: a listener that is replaced is away for a moment. */
    private static final long REFUSED_NANOS = Duration.ofMillis(300).toNanos();

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LAST_PAUSE_MILLIS = 2000;

    private final Node node;
    private final Reach reach;
    private LinkKey key;
    private byte[] secret;

    /** What the node itself said it permits, on this link; null to go by the map. */
    private List<Integer> told;

    private Attempt attempt;
    private Loop.Timer retry;
    private Loop.Timer absence;
    private int tries;
    private long upSince;
    private boolean resumed;
    private long lostAt;
    private long resumeBy;
    private boolean absent;
    private boolean refused;
    private final Departure departure = new Departure();

    DialledLink(LinkContext context, Reach reach, Node node) {
        super(context, node.id(), true, State.DIALLING);
        this.reach = reach;
        this.node = node;
    }

    /** Dials a first time. What is sent from now on follows the HELLO in the same flight. */
    void start() throws Port17Exception {
        firstDial(reach.newKeys(node), reach.paths(node), 0);
        context().links().add(this, node.id());
    }

    private void firstDial(Reach.Keys keys, List<Reach.Path> paths, int which) throws Port17Exception {
        tries = which;
        Attempt next = new Attempt(context(), this, paths.get(which), keys);
        next.dial(context().settings().times().handshake());
        attempt = next;
        next.hello(null);
        sendAhead(next.wire());
        outbox().pump();
    }

    @Override
    boolean dialled() {
        return true;
    }

    /** Behind a HELLO records leave before the peer has answered. */
    @Override
    public boolean stands() {
        return super.stands() || state() == State.DIALLING && attempt != null && attempt.stood();
    }

    @Override
    public Lane open(LaneEvents events) throws Port17Exception {
        if (absent) {
            throw absent();
        }
        return super.open(events);
    }

    @Override
    void released() {
        if (attempt != null) {
            attempt.cancel();
            attempt = null;
        }
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        stopAbsence();
        wipeSecret();
    }

    private void stopAbsence() {
        if (absence != null) {
            absence.cancel();
            absence = null;
        }
    }

    @Override
    void lost(Port17Exception reason) {
        long now = context().loop().nanos();
        long patience = context().settings().times().resume().toNanos();
        // A resumption that carried nothing is no fresh start: else an attacker who breaks each one could have this
        // node shake hands without end.
        boolean served = !resumed || wire().heardRecords() || now - upSince > patience;
        down(State.RESUMING);
        departure.over();
        if (served) {
            tries = 0;
            lostAt = now;
            refused = false;
            resumeBy = now + patience;
            stopAbsence();
            absence = context().loop().schedule(this::absentIfUnreached, ABSENT);
            tryResume();
        } else {
            tries++;
            tryLater();
        }
    }

    private void tryResume() {
        retry = null;
        if (state() != State.RESUMING || attempt != null) {
            return;
        }
        long left = resumeBy - context().loop().nanos();
        if (left <= 0) {
            die(new Port17Exception(ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "the link was lost for too long"));
            return;
        }
        try {
            List<Reach.Path> paths = departure.resuming(reach.pathsNow(node));
            Attempt next = new Attempt(context(), this, paths.get(tries % paths.size()), resumeKeys());
            next.dial(Duration.ofNanos(Math.min(left, ONE_TRY.toNanos())));
            attempt = next;
            next.hello(new Hello.Resume(key, outbox().received(), secret));
        } catch (Port17Exception e) {
            cancelAttempt();
            tries++;
            tryLater();
        }
    }

    private void tryLater() {
        long pause = Math.min(LAST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(tries, 5));
        long now = context().loop().nanos();
        // Once more when the node is to be called absent, so that this is neither early nor late.
        long until = now - lostAt < absentAfter() ? Math.min(lostAt + absentAfter(), resumeBy) : resumeBy;
        long left = Math.max(0, until - now);
        if (retry != null) {
            retry.cancel();
        }
        retry = context()
                .loop()
                .schedule(
                        this::tryResume,
                        Duration.ofNanos(Math.min(left, Duration.ofMillis(pause).toNanos())));
    }

    private long absentAfter() {
        return refused ? REFUSED_NANOS : ABSENT_NANOS;
    }

    /** Other transports or suites are there: a link that looks for a way tries at once, one that stands takes a better one. */
    void pluginsChanged() {
        departure.forget();
        if (state() == State.RESUMING && attempt == null && retry != null) {
            retry.cancel();
            tryResume();
        }
        takeBetterWay();
    }

    /** Moves to a transport that this process prefers to the present one, if the node can be reached by it. */
    void takeBetterWay() {
        try {
            if (isUp() && attempt == null && departure.pays(reach.pathsNow(node), wire().transport(), nanos())) {
                move(wire().transport(), false);
            }
        } catch (Port17Exception e) {
            LOG.debug("link {}: no other way, {}", id(), e.kind());
        }
    }

    private Reach.Keys resumeKeys() throws Port17Exception {
        return reach.keys(node, wanted().isPresent() ? told : null);
    }

    /** The suite this link should run under now. */
    Optional<CipherSuite> wanted() {
        return reach.permitted(node, told).stream().findFirst();
    }

    /** Whether the link wants another suite than this one. */
    boolean wantsOff(CipherSuite suite) {
        return wanted().filter(wanted -> wanted != suite).isPresent();
    }

    /** The node said what it permits. */
    void told(List<Integer> suites) {
        told = suites;
    }

    /** The secret to resume with is from now on this newest epoch's. */
    void secretFrom(DoubleRatchet ratchet) {
        wipeSecret();
        secret = key.resumeSecret(ratchet);
    }

    private void wipeSecret() {
        if (secret != null) {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    Steps newSteps(Wire newWire) {
        return new DiallerSteps(this, newWire);
    }

    @Override
    boolean uses(CipherSuite suite) {
        return super.uses(suite) || attempt != null && attempt.wire().uses(suite);
    }

    @Override
    void leave(CipherSuite suite) {
        super.leave(suite);
        if (state() == State.RESUMING && attempt != null && attempt.wire().uses(suite)) {
            cancelAttempt();
            tryLater();
        }
    }

    /**
     * Leaves the present connection for a fresh one, without a gap longer than a round trip.
     *
     * @param from the transport to leave
     * @param must whether any other transport will do, and the connection ends even if there is none; the link then has its
     *     time to resume. Otherwise only one that comes before it will do
     */
    void move(Transport from, boolean must) {
        if (!isUp()) {
            return;
        }
        if (attempt == null) {
            departure.begin(from, must);
            tries = 0;
            tryMove();
        } else if (must) {
            departure.begin(from, true);
        }
    }

    /** Whether a move is under way. */
    boolean isMoving() {
        return isUp() && attempt != null;
    }

    private void tryMove() {
        try {
            List<Reach.Path> paths = departure.ways(reach.pathsNow(node));
            if (tries < paths.size()) {
                Attempt next = new Attempt(context(), this, paths.get(tries), resumeKeys());
                next.dial(ONE_TRY);
                attempt = next;
                return;
            }
            departure.inVain(paths, nanos());
        } catch (Port17Exception e) {
            LOG.debug("link {}: cannot move, {}", id(), e.kind());
        }
        boolean must = departure.must();
        departure.over();
        if (must) {
            leaveWire();
        }
        context().links().changed();
    }

    private void cancelAttempt() {
        if (attempt != null) {
            attempt.cancel();
            attempt = null;
            departure.answered();
        }
    }

    /** The attempt's connection stands. A move says HELLO only now: until here the old connection was in use. */
    void stands(Attempt which) {
        if (which != attempt || which.greeted()) {
            return;
        }
        if (isUp()) {
            departure.trying(which.path());
            wire().close();
            down(State.RESUMING);
            tries = 0;
            lostAt = context().loop().nanos();
            resumeBy = lostAt + context().settings().times().resume().toNanos();
        }
        departure.over();
        try {
            which.hello(new Hello.Resume(key, outbox().received(), secret));
        } catch (Port17Exception e) {
            cancelAttempt();
            tryLater();
        }
    }

    void welcomed(Attempt which, Welcome welcome) {
        attempt = null;
        departure.answered();
        boolean again = key != null;
        if (!again) {
            key = welcome.link();
        } else if (!key.equals(welcome.link()) || !outbox().resume(welcome.received())) {
            which.wire().abort();
            die(new Port17Exception(ErrorKind.PROTOCOL, Retry.ELSEWHERE, "the neighbour resumed another link"));
            return;
        }
        secretFrom(which.wire().ratchet());
        absent = false;
        stopAbsence();
        resumed = again;
        upSince = context().loop().nanos();
        up(which.wire(), again);
    }

    /**
     * The keys to use instead of those that the node has no more.
     *
     * @throws Port17Exception TAMPERED if what it says is no good: it need not have come from the node
     */
    Reach.Keys successor(Reach.Keys keys, RetryGreeting said) throws Port17Exception {
        Reach.Keys next;
        PrekeyRecord onion;
        try {
            next = reach.successor(keys, said);
            onion = reach.offered(keys, said);
        } catch (Port17Exception e) {
            reach.stale(node.id(), keys.prekey());
            throw new Port17Exception(ErrorKind.TAMPERED, Retry.ELSEWHERE, "no prekey to be used was named", e);
        }
        // Whoever could not open the HELLO has nothing of what followed it.
        if (state() == State.DIALLING && onion != null) {
            circuits().firstFlightLost(onion, said.onion());
        }
        return next;
    }

    /** Says HELLO again; what followed the first one is sealed anew behind it. */
    void helloAgain(Attempt which, Hello.Resume resume) throws Port17Exception {
        boolean ahead = state() == State.DIALLING;
        if (ahead && !outbox().resume(0)) {
            throw new Port17Exception(ErrorKind.TAMPERED, "an acknowledgement before the handshake");
        }
        which.hello(resume);
        if (ahead) {
            outbox().pump();
        }
    }

    void refused(int status) {
        attempt = null;
        ErrorKind kind = status == Welcome.OVERLOADED ? ErrorKind.OVERLOADED : ErrorKind.NODE_UNREACHABLE;
        die(new Port17Exception(kind, Retry.ELSEWHERE, "the node refused the link, code " + status));
    }

    void failed(Attempt which, Port17Exception reason) {
        if (which != attempt) {
            return;
        }
        attempt = null;
        tries++;
        switch (state()) {
            case DIALLING -> firstFailed(which, reason);
            case UP -> tryMove();
            case RESUMING -> resumeFailed(which, reason);
            case DEAD -> {
                // nothing to try for
            }
        }
    }

    private void firstFailed(Attempt which, Port17Exception reason) {
        boolean silent = which.stood() && reason.kind() != ErrorKind.TAMPERED && reason.kind() != ErrorKind.TIMEOUT;
        if (silent) {
            reach.stale(node.id(), which.keys().prekey());
            die(new Port17Exception(
                    ErrorKind.STALE_PREKEY, Retry.ELSEWHERE, "the node hung up; its prekey may be old"));
            return;
        }
        try {
            List<Reach.Path> paths = reach.paths(node);
            // Only where nothing can have arrived may the same BUILDs be sent to another endpoint.
            if (!which.stood() && tries < paths.size() && outbox().resume(0)) {
                firstDial(reach.newKeys(node), paths, tries);
                return;
            }
        } catch (Port17Exception e) {
            cancelAttempt();
        }
        die(new Port17Exception(ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "the node cannot be reached", reason));
    }

    private void resumeFailed(Attempt which, Port17Exception reason) {
        // No way from this machine is another thing, and may come back any moment.
        refused = !which.stood() && reason.kind() == ErrorKind.NODE_UNREACHABLE && reason.retry() == Retry.ELSEWHERE;
        if (departure.unanswered()) {
            // The way that served a moment ago comes first, at once.
            tries = 0;
            tryResume();
            return;
        }
        if (which.stood()) {
            context().netMap().refresh(); // perhaps the prekey is old
        }
        try {
            if (!which.stood() && tries < reach.pathsNow(node).size()) {
                tryResume();
                return;
            }
        } catch (Port17Exception e) {
            context().netMap().refresh(); // no way at the moment; the map may come to know one
            tryLater();
            return;
        }
        if (!which.stood() && context().loop().nanos() - lostAt >= absentAfter()) {
            beAbsent();
        }
        tryLater();
    }

    /** Somebody who drops what is sent to him lets an attempt wait longer than anybody should. */
    private void absentIfUnreached() {
        absence = null;
        if (state() == State.RESUMING && attempt != null && !attempt.stood()) {
            beAbsent();
        }
    }

    private void beAbsent() {
        if (!absent) {
            absent = true;
            circuits().peerAway();
        }
    }

    @Override
    void idleCheck() {
        if (circuits().idle().compareTo(context().settings().times().idle()) >= 0) {
            goodbye();
        }
    }
}
