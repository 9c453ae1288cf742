package org.port17.itests.net;

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

    private record Held(Net net) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            net.close();
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
                .net();
    }

    private static Held up() {
        try {
            return new Held(Net.up("one"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
