package org.port17.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Component configurations for tests: the declared defaults, some of them replaced. */
public final class TestConfig {
    private TestConfig() {}

    /** @param changes by method name, of the method's type */
    public static <C extends Annotation> C of(Class<C> type, Map<String, Object> changes) {
        Set<String> keys =
                Arrays.stream(type.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
        if (!keys.containsAll(changes.keySet())) {
            throw new IllegalArgumentException("unknown key among " + changes.keySet());
        }
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("toString")) {
                        return type.getSimpleName() + changes;
                    }
                    return changes.getOrDefault(method.getName(), method.getDefaultValue());
                }));
    }
}
