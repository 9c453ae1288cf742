package org.port17.suite.kit;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import sun.misc.Unsafe;

/**
 * A copy of everything an object holds, as somebody has it who read the process's memory at one moment: it works on its
 * own and changes nothing of the original. Only the JDK's cipher and MAC objects are made anew; ours give them their key
 * before each use.
 */
final class Theft {
    private static final Unsafe UNSAFE = unsafe();
    private final Map<Object, Object> copies = new IdentityHashMap<>();

    private Theft() {}

    static <T> T of(T original) {
        try {
            @SuppressWarnings("unchecked")
            T copy = (T) new Theft().copy(original);
            return copy;
        } catch (ReflectiveOperationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object copy(Object original) throws ReflectiveOperationException, GeneralSecurityException {
        // Parameters are set anew for every message; victim and thief may share the object.
        if (original == null
                || original instanceof Enum
                || original.getClass().isRecord()
                || original instanceof AlgorithmParameterSpec) {
            return original;
        }
        Object known = copies.get(original);
        if (known != null) {
            return known;
        }
        Object copy;
        if (original instanceof byte[] bytes) {
            copy = bytes.clone();
        } else if (original instanceof Cipher cipher) {
            copy = Cipher.getInstance(cipher.getAlgorithm(), cipher.getProvider());
        } else if (original instanceof Mac mac) {
            copy = Mac.getInstance(mac.getAlgorithm(), mac.getProvider());
        } else if (original instanceof Set<?> set) {
            copy = new HashSet<>(set);
        } else if (original.getClass().isArray()) {
            copy = array(original);
        } else if (ours(original.getClass())) {
            return fields(original);
        } else {
            copy = original;
        }
        copies.put(original, copy);
        return copy;
    }

    private static boolean ours(Class<?> type) {
        return (type.getName().startsWith("org.port17.") || type.getName().startsWith("org.bouncycastle."))
                && !type.isHidden();
    }

    private Object array(Object original) throws ReflectiveOperationException, GeneralSecurityException {
        int length = Array.getLength(original);
        Object copy = Array.newInstance(original.getClass().getComponentType(), length);
        if (original.getClass().getComponentType().isPrimitive()) {
            System.arraycopy(original, 0, copy, 0, length);
        } else {
            for (int i = 0; i < length; i++) {
                Array.set(copy, i, copy(Array.get(original, i)));
            }
        }
        return copy;
    }

    private Object fields(Object original) throws ReflectiveOperationException, GeneralSecurityException {
        Object copy = UNSAFE.allocateInstance(original.getClass());
        copies.put(original, copy);
        for (Class<?> type = original.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    Object value = field.get(original);
                    field.set(copy, field.getType().isPrimitive() ? value : copy(value));
                }
            }
        }
        return copy;
    }

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
