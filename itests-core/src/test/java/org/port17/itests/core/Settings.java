package org.port17.itests.core;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Makes components the way the component runtime does: by their constructor, with configuration over defaults. */
final class Settings {
    private Settings() {}

    static <T> T component(Class<T> type, Map<String, Object> configuration, Object... services) throws Exception {
        for (Constructor<?> constructor : type.getConstructors()) {
            Class<?>[] wanted = constructor.getParameterTypes();
            if (wanted.length == services.length + 1 && wanted[services.length].isAnnotation()) {
                Object[] arguments = java.util.Arrays.copyOf(services, wanted.length);
                arguments[services.length] = annotation(wanted[services.length], configuration);
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(arguments));
            }
        }
        throw new AssertionError(type + " has no such constructor");
    }

    private static Object annotation(Class<?> type, Map<String, Object> configuration) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().equals("annotationType")) {
                return (Class<? extends Annotation>) type.asSubclass(Annotation.class);
            }
            Object value = configuration.get(method.getName());
            return value != null ? value : method.getDefaultValue();
        });
    }
}
