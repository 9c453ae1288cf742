package org.port17.itests.core;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Every byte array that Port17's own objects reach from a root, also through the JDK's collections: what a thief of the process state
 * would find there. What belongs to a test is not looked into.
 */
final class Reachable {
    private static final String OWN = "org.port17.";
    private static final String TESTS = "org.port17.itests.";

    private Reachable() {}

    static List<byte[]> arrays(Object root) throws IllegalAccessException {
        List<byte[]> found = new ArrayList<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> queue = new ArrayDeque<>(List.of(root));
        while (!queue.isEmpty()) {
            Object next = queue.remove();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof byte[] bytes) {
                found.add(bytes);
            } else if (next instanceof Object[] array) {
                for (Object element : array) {
                    enqueue(queue, element);
                }
            } else if (next instanceof Map<?, ?> map) {
                map.forEach((key, value) -> {
                    enqueue(queue, key);
                    enqueue(queue, value);
                });
            } else if (next instanceof Iterable<?> all
                    && !next.getClass().getName().startsWith("sun.nio.")) {
                all.forEach(element -> enqueue(queue, element));
            } else if (next instanceof Optional<?> optional) {
                optional.ifPresent(value -> enqueue(queue, value));
            } else if (next instanceof AtomicReference<?> reference) {
                enqueue(queue, reference.get());
            } else if (next.getClass().getName().startsWith(OWN)) {
                fields(next, queue);
            }
        }
        return found;
    }

    private static void fields(Object object, Deque<Object> queue) throws IllegalAccessException {
        for (Class<?> type = object.getClass(); type.getName().startsWith(OWN); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    enqueue(queue, field.get(object));
                }
            }
        }
    }

    private static void enqueue(Deque<Object> queue, Object value) {
        if (value != null && !value.getClass().getName().startsWith(TESTS)) {
            queue.add(value);
        }
    }

    /** Whether {@code part} stands anywhere in an array. */
    static boolean holds(byte[] array, byte[] part) {
        for (int at = 0; at <= array.length - part.length; at++) {
            int i = 0;
            while (i < part.length && array[at + i] == part[i]) {
                i++;
            }
            if (i == part.length) {
                return true;
            }
        }
        return false;
    }
}
