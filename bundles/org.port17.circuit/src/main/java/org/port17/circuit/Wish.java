package org.port17.circuit;

import org.port17.api.StreamRequest;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.Ruling;

/**
 * A stream's request with what the user's rules say of it; decided once, when the stream is opened.
 *
 * @param domain the registrable domain of the destination, or its address
 */
record Wish(StreamRequest request, Ruling ruling, String domain) {
    /**
     * What may share a circuit.
     *
     * @param rule as it is written, so that a rule that only moved to another line keeps its circuits
     * @param trustedExit whether its exit is a trusted one, for what is not encrypted
     * @param alone the stream's number if it shares with none; else 0
     */
    record Isolation(String application, String domain, String rule, boolean trustedExit, long alone) {}

    /** Whether a rule leads it past the network. */
    boolean direct() {
        return ruling.action() == Action.DIRECT;
    }

    Isolation isolation(long stream, boolean trustedExit) {
        return new Isolation(request.application(), domain, ruling.rule(), trustedExit, ruling.isolate() ? stream : 0);
    }

    /** @param trustedExit whether the exit must be a trusted one, since it can read what passes */
    Wanted wanted(boolean trustedExit) {
        return new Wanted(
                request.application(),
                request.destination(),
                domain,
                ruling.level().level(),
                ruling.level().exact(),
                ruling.nextToDestination(),
                trustedExit,
                ruling.exit(),
                ruling.entry(),
                ruling.transit());
    }
}
