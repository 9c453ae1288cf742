package org.port17.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Makes a component's configuration as the OSGi component runtime would: given values, else the annotation's defaults. */
public final class ComponentConfig {
    private ComponentConfig() {}

    /**
     * @param values by configuration key, such as {@code connect.timeout.seconds}, in the attribute's own type
     * @throws IllegalArgumentException if a key belongs to no attribute
     */
    public static <A extends Annotation> A of(Class<A> type, Map<String, Object> values) {
        for (String key : values.keySet()) {
            try {
                type.getMethod(key.replace('.', '_'));
            } catch (NoSuchMethodException e) {
                throw new IllegalArgumentException("no attribute " + key, e);
            }
        }
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getDeclaringClass() != type) {
                throw new UnsupportedOperationException(method.getName());
            }
            return values.getOrDefault(method.getName().replace('_', '.'), method.getDefaultValue());
        }));
    }
}
