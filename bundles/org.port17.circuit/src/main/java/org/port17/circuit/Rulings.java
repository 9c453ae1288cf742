package org.port17.circuit;

import java.util.concurrent.atomic.AtomicReference;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.api.StreamRequest;
import org.port17.domains.RegistrableDomains;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.RuleBook;
import org.port17.spi.rule.Ruling;

/**
 * Asks the user's rules what may be done for a stream. Until there are rules nothing may, unless there are to be none. A rule book that goes away is asked on until there is another one, so
 * that no connection slips through between the two. From any thread.
 */
final class Rulings {
    private static final RuleBook NO_RULES = new Always(Ruling.TUNNEL_EVERYTHING);
    private static final RuleBook NOT_YET = new Always(Ruling.NOTHING_UNTIL_MENDED);
    private final RegistrableDomains domains;
    private final AtomicReference<RuleBook> book;

    /** @param none whether this client has no rules, unless some come */
    Rulings(RegistrableDomains domains, boolean none) {
        this.domains = domains;
        this.book = new AtomicReference<>(none ? NO_RULES : NOT_YET);
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
        if (book.get() == NOT_YET) {
            throw new Port17Exception(
                    ErrorKind.TARGET_DENIED,
                    Retry.LATER,
                    "the rules are not read yet; a client that is to have none says without.rules = true in"
                            + " etc/org.port17.circuit.cfg");
        }
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

    private record Always(Ruling always) implements RuleBook {
        @Override
        public Ruling ruling(String application, Destination destination) {
            return always;
        }

        @Override
        public Ruling explain(String application, Destination destination) {
            return always;
        }

        @Override
        public AutoCloseable onChange(Runnable listener) {
            return () -> {};
        }
    }
}
