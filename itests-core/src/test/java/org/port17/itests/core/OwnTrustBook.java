package org.port17.itests.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Node;
import org.port17.spi.trust.TrustBook;
import org.port17.spi.trust.Trusted;

/** A user who trusts nodes by name. */
final class OwnTrustBook implements TrustBook {
    final Set<String> names = new HashSet<>();
    final List<Runnable> listeners = new ArrayList<>();

    OwnTrustBook(String... names) {
        this.names.addAll(Set.of(names));
    }

    @Override
    public Optional<Trusted> reason(Node node) {
        return names.contains(node.name())
                ? Optional.of(new Trusted(Trusted.Kind.NODE, node.id().toString(), node.name()))
                : Optional.empty();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
