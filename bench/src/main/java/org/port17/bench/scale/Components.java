package org.port17.bench.scale;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;

/** Makes and ends the product's components without OSGi: by their constructors, with their configuration's defaults. */
final class Components {
    private Components() {}

    /**
     * @param configuration what differs from the defaults, by the method's name
     * @param services the constructor's arguments besides its configuration, which stands first or last
     */
    static <T> T made(Class<T> type, Map<String, Object> configuration, Object... services)
            throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getConstructors()) {
            Class<?>[] wanted = constructor.getParameterTypes();
            Object[] arguments = Arrays.copyOf(services, wanted.length);
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i].isAnnotation()) {
                    System.arraycopy(services, 0, arguments, i == 0 ? 1 : 0, services.length);
                    arguments[i] = Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {wanted[i]},
                            (proxy, method, a) ->
                                    configuration.getOrDefault(method.getName(), method.getDefaultValue()));
                    return type.cast(constructor.newInstance(arguments));
                }
            }
        }
        throw new NoSuchMethodException(type + " has no constructor that takes a configuration");
    }

    static void stop(Object component) throws ReflectiveOperationException {
        Method stop = component.getClass().getDeclaredMethod("stop");
        stop.setAccessible(true);
        stop.invoke(component);
    }
}
