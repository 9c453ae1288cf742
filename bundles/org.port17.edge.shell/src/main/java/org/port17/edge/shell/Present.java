package org.port17.edge.shell;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Services as they are registered now. The platform gives commands what it found when it set them up, and has been seen to
 * keep nothing in the place of an optional service that was starting at that moment: a node would then never call itself
 * ready.
 */
final class Present {
    private Present() {}

    /** What the platform gave, or else what is registered now; null if there is none. */
    static <T> T one(T given, Class<T> type) {
        return given != null
                ? given
                : context()
                        .map(context -> service(context, context.getServiceReference(type)))
                        .orElse(null);
    }

    /** All that are registered now; outside a framework, what was given. */
    static <T> List<T> all(List<T> given, Class<T> type) {
        return context().map(context -> registered(context, type)).orElse(given);
    }

    private static <T> List<T> registered(BundleContext context, Class<T> type) {
        try {
            return context.getServiceReferences(type, null).stream()
                    .sorted()
                    .map(reference -> service(context, reference))
                    .filter(Objects::nonNull)
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter is a valid filter", e);
        }
    }

    private static <T> T service(BundleContext context, ServiceReference<T> reference) {
        return reference == null ? null : context.getService(reference);
    }

    private static Optional<BundleContext> context() {
        return Optional.ofNullable(FrameworkUtil.getBundle(Present.class)).map(Bundle::getBundleContext);
    }
}
