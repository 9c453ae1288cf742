package org.port17.model;

import java.util.List;
import java.util.Set;

/** One run of the model: what was before the first event, the events, and what the model says that each led to. */
record Trace(Start start, List<Event> events) {
    enum End {
        I,
        R
    }

    enum Suite {
        Strong,
        Middle,
        Weak
    }

    enum Type {
        Data,
        Offer,
        Answer,
        Notice
    }

    enum Kind {
        Say,
        Ask,
        Deliver,
        Garble,
        Allow,
        ReplayShare,
        TwinSay,
        Steal,
        Idle
    }

    enum Rule {
        Transcript,
        FreshShare,
        Authentic,
        MarkInTurn,
        MarkObeyed,
        MarkSent,
        Turn,
        OneStep,
        EpochNumber,
        SuiteAsked,
        Confirm,
        OldSecret,
        FreshSecret,
        Permit,
        OwnChoice,
        Withdraw
    }

    /** @param sameContext whether both ends hashed the same into the first root */
    record Start(Suite initiator, Suite responder, boolean sameContext, Set<Suite> allowI, Set<Suite> allowR) {}

    /** What a message says, or an Ask asks for; {@code epoch} is -1 and {@code suite} null where it names none. */
    record Content(Type type, Suite suite, int epoch, boolean mark, Set<Suite> list, boolean forged) {}

    /** An end as the model sees it; the counts are of the chains in use. */
    record View(int seals, int opens, int newest, int sealed, int opened, Suite suite) {
        boolean pending() {
            return seals != newest || opens != newest;
        }
    }

    /**
     * @param of index of the event in which the delivered message was sealed, -1 if none is delivered
     * @param changed whether Mallory wrote another content
     * @param broken the rules it breaches, in force or not
     * @param refused whether a rule in force is among them
     * @param offered the initiator's outstanding offer after the event, or null
     * @param dead the ends that gave up by then
     */
    record Event(
            Kind kind,
            End who,
            int of,
            Set<Suite> wish,
            Content content,
            boolean changed,
            Set<Rule> broken,
            boolean refused,
            View initiator,
            View responder,
            Suite offered,
            Set<End> dead) {}

    /** What happened, without what the model made of it: two runs with the same script differ only in their rules. */
    List<String> script() {
        return events.stream()
                .map(e -> e.kind + " " + e.who + " " + e.of + " " + e.wish + " " + e.content)
                .toList();
    }
}
