package org.port17.circuit;

import java.util.concurrent.atomic.AtomicReference;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.StreamRequest;
import org.port17.domains.RegistrableDomains;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.RuleBook;
import org.port17.spi.rule.Ruling;

/**
 * Asks the user's rules what may be done for a stream. A rule book that goes away is asked on until there is another one, so
 * that no connection slips through between the two. From any thread.
 */
final class Rulings {
    private static final RuleBook NO_RULES = new NoRules();
    private final RegistrableDomains domains;
    private final AtomicReference<RuleBook> book = new AtomicReference<>(NO_RULES);

    Rulings(RegistrableDomains domains) {
        this.domains = domains;
    }

    /** The rules to ask from now on. */
    void use(RuleBook next) {
        book.set(next);
    }

    /** @throws Port17Exception TARGET_DENIED with the rule's line */
    Wish wish(StreamRequest request) throws Port17Exception {
        return wish(request, book.get().ruling(request.application(), request.destination()));
    }

    /** The same for a stream that nobody opens. */
    Wish explained(StreamRequest request) throws Port17Exception {
        return wish(request, book.get().explain(request.application(), request.destination()));
    }

    private Wish wish(StreamRequest request, Ruling ruling) throws Port17Exception {
        if (ruling.action() == Action.BLOCK) {
            throw new Port17Exception(ErrorKind.TARGET_DENIED, ruling.refusal());
        }
        return new Wish(request, ruling, domains.of(request.destination().host()));
    }

    /** What the rules say of an address to which a direct destination's name leads. No decision of its own. */
    Action of(String application, Destination address) {
        return book.get().explain(application, address).action();
    }

    /** The registrable domain of a host, or the address. */
    String domain(String host) {
        return domains.of(host);
    }

    private static final class NoRules implements RuleBook {
        @Override
        public Ruling ruling(String application, Destination destination) {
            return Ruling.TUNNEL_EVERYTHING;
        }

        @Override
        public Ruling explain(String application, Destination destination) {
            return Ruling.TUNNEL_EVERYTHING;
        }

        @Override
        public AutoCloseable onChange(Runnable listener) {
            return () -> {};
        }
    }
}
