package org.port17.model;

import java.util.Set;
import java.util.stream.Collectors;
import org.port17.model.Trace.Content;
import org.port17.model.Trace.Event;
import org.port17.model.Trace.Start;

/** The same start and events as a command: what does the model without a mutation say to them? */
final class Script {
    private final StringBuilder formula = new StringBuilder("no Dropped");

    private Script() {}

    /** @param events how many of the run's events */
    static String command(String label, Trace trace, int events) {
        Script script = new Script();
        script.start(trace.start());
        for (int i = 0; i < events; i++) {
            script.event(state(i), trace.events().get(i));
        }
        script.add(state(events) + ".kind = Idle");
        return "run " + label + " {" + script.formula + "} for " + (events + 1) + " State";
    }

    private static String state(int i) {
        return "time/first" + ".(time/next)".repeat(i);
    }

    private void start(Start start) {
        add("time/first.suite = I -> E0 -> " + start.initiator() + " + R -> E0 -> " + start.responder());
        add("time/first.allow[I] = " + set(start.allowI()));
        add("time/first.allow[R] = " + set(start.allowR()));
        if (start.initiator() == start.responder()) {
            add("time/first.root[R] = E0 -> " + (start.sameContext() ? "Good" : "Wrong"));
        }
    }

    private void event(String s, Event event) {
        Content content = event.content();
        add(s + ".kind = " + event.kind());
        add(s + ".who = " + one(event.who()));
        add(s + ".of = " + (event.of() < 0 ? "none" : state(event.of())));
        add(s + ".wish = " + set(event.wish()));
        add(s + ".dType = " + one(content.type()));
        add(s + ".dSuite = " + one(content.suite()));
        add(s + ".dNum = " + (content.epoch() < 0 ? "none" : "E" + content.epoch()));
        add(s + ".dMark = " + (content.mark() ? "Yes" : "none"));
        add(s + ".dList = " + set(content.list()));
        add(s + ".dForged = " + (content.forged() ? "Yes" : "none"));
    }

    private static String one(Object value) {
        return value == null ? "none" : value.toString();
    }

    private static String set(Set<?> values) {
        return values.isEmpty() ? "none" : values.stream().map(Object::toString).collect(Collectors.joining(" + "));
    }

    private void add(String part) {
        formula.append(" and ").append(part);
    }
}
