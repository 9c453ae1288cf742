package org.port17.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.model.Trace.End;
import org.port17.model.Trace.Event;
import org.port17.model.Trace.Rule;
import org.port17.model.Trace.View;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.PrekeyUse;

/**
 * Does with two real {@link DoubleRatchet}s and real suites what a run of the model does, and compares after every event:
 * what the model refuses fails with the right kind, what it accepts is accepted, and both ends stand where it says.
 */
final class Replay {
    private final RealEnds ends;
    private final Set<End> dead = EnumSet.noneOf(End.class);

    private Replay(RealEnds ends) {
        this.ends = ends;
    }

    /** Fails if the real classes do anything else than the run says. */
    static void run(Trace trace, long seed) throws Port17Exception {
        PrekeyUse use = seed % 2 == 0 ? PrekeyUse.ONION : PrekeyUse.LINK;
        try (RealEnds ends = new RealEnds(trace.start(), use, seed)) {
            Replay replay = new Replay(ends);
            for (Event event : trace.events()) {
                replay.step(event);
            }
        }
    }

    private void step(Event event) throws Port17Exception {
        ErrorKind failure = null;
        try {
            ends.act(event);
        } catch (Port17Exception e) {
            failure = e.kind();
        }
        assertEquals(event.refused(), failure != null, () -> "refused: " + event);
        if (event.refused()) {
            Set<ErrorKind> due = EnumSet.noneOf(ErrorKind.class);
            event.broken().forEach(rule -> due.add(kind(rule)));
            assertTrue(due.contains(failure), () -> due + " at " + event);
            // A call of one's own that is refused, a refused suite and another connection's share harm nobody.
            if (event.of() >= 0 && failure != ErrorKind.NO_SUITE) {
                dead.add(event.who());
                ends.end(event.who()).close();
            }
        }
        assertEquals(event.dead(), dead, event::toString);
        compare(event.initiator(), End.I, event);
        compare(event.responder(), End.R, event);
        if (!dead.contains(End.I)) {
            assertEquals(
                    event.offered() == null && !event.initiator().pending(),
                    ends.end(End.I).mayOffer(),
                    event::toString);
        }
        if (!dead.contains(End.R)) {
            assertFalse(ends.end(End.R).mayOffer());
        }
    }

    private void compare(View view, End end, Event event) {
        if (dead.contains(end)) {
            return;
        }
        DoubleRatchet real = ends.end(end);
        assertEquals(view.seals(), real.state().epoch(), event::toString);
        assertEquals(view.newest(), real.nextEpoch() - 1, event::toString);
        assertEquals(Math.min(view.seals(), view.opens()), real.oldestEpoch(), event::toString);
        assertEquals(view.pending(), real.pending(), event::toString);
        assertEquals(Math.max(view.sealed(), view.opened()), real.messages(), event::toString);
        assertEquals(ends.id(view.suite()), real.suite().traits().id(), event::toString);
    }

    private static ErrorKind kind(Rule rule) {
        return switch (rule) {
            case FreshShare -> ErrorKind.STALE_PREKEY;
            case Authentic, Confirm -> ErrorKind.TAMPERED;
            case Permit -> ErrorKind.NO_SUITE;
            default -> ErrorKind.PROTOCOL;
        };
    }
}
