package org.port17.circuit;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.port17.api.Node;
import org.port17.spi.trust.TrustBook;
import org.port17.spi.trust.Trusted;

/** Whom the user trusts beside the map's list; nobody while no book of it is there. From any thread. */
final class OwnTrust {
    private final AtomicReference<TrustBook> book = new AtomicReference<>();

    void use(TrustBook next) {
        book.set(next);
    }

    /** Nobody is trusted from now on, unless another book came already. */
    void without(TrustBook gone) {
        book.compareAndSet(gone, null);
    }

    Optional<Trusted> reason(Node node) {
        TrustBook now = book.get();
        return now == null ? Optional.empty() : now.reason(node);
    }
}
