package org.port17.itests.net;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the same {@link Net} to every test class of the run, since its start costs more than most tests. Each class
 * leaves it as it found it: all processes up, roles and preferences as they were.
 */
final class OneNet implements ParameterResolver {
    private static final Namespace SPACE = Namespace.create(OneNet.class);

    /** The network, or why there is none: a start that failed is not tried again for every test. */
    private record Held(Optional<Net> net, Optional<Exception> failure) implements AutoCloseable {
        Net orThrow() {
            return net.orElseThrow(() -> new IllegalStateException("no network", failure.orElseThrow()));
        }

        @Override
        public void close() throws Exception {
            if (net.isPresent()) {
                net.get().close();
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Net.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(SPACE)
                .computeIfAbsent(Held.class, key -> up(), Held.class)
                .orThrow();
    }

    private static Held up() {
        try {
            return new Held(Optional.of(Net.up("one")), Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Held(Optional.empty(), Optional.of(e));
        } catch (Exception e) {
            return new Held(Optional.empty(), Optional.of(e));
        }
    }
}
