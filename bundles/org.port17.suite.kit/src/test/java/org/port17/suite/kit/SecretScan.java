package org.port17.suite.kit;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Every byte array that Port17's own objects reach from a root: what a thief of the process state would find there. */
final class SecretScan {
    private SecretScan() {}

    static List<byte[]> reachable(Object root) {
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
            } else if (next instanceof Object[]) {
                for (int i = 0; i < Array.getLength(next); i++) {
                    enqueue(queue, Array.get(next, i));
                }
            } else if (next.getClass().getName().startsWith("org.port17.")) {
                fields(next, queue);
            }
        }
        return found;
    }

    private static void fields(Object object, Deque<Object> queue) {
        for (Class<?> type = object.getClass(); type.getName().startsWith("org.port17."); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                    enqueue(queue, get(field, object));
                }
            }
        }
    }

    private static void enqueue(Deque<Object> queue, Object value) {
        if (value != null) {
            queue.add(value);
        }
    }

    static Object get(Field field, Object from) {
        try {
            field.setAccessible(true);
            return field.get(from);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static Object get(String name, Object from) {
        try {
            return get(from.getClass().getDeclaredField(name), from);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
