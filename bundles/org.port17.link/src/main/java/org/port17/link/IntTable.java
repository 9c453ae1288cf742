package org.port17.link;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** A map from non-zero ints to values that boxes nothing: open addressing, linear probing, no deletion marks. */
final class IntTable<V> {
    private static final int FIRST = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Secret, since peers choose keys: nobody can crowd them into one place. */
    private final int salt = RANDOM.nextInt();

    private int[] keys = new int[FIRST];
    private Object[] values = new Object[FIRST];
    private int size;

    int size() {
        return size;
    }

    V get(int key) {
        for (int i = slot(key); keys[i] != 0; i = next(i)) {
            if (keys[i] == key) {
                return value(i);
            }
        }
        return null;
    }

    boolean has(int key) {
        return get(key) != null;
    }

    void put(int key, V value) {
        if (key == 0) {
            throw new IllegalArgumentException("0 is no key");
        }
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int i = slot(key);
        while (keys[i] != 0 && keys[i] != key) {
            i = next(i);
        }
        if (keys[i] == 0) {
            size++;
        }
        keys[i] = key;
        values[i] = value;
    }

    /** The value that was there, or null. */
    V remove(int key) {
        if (key == 0) {
            return null; // the mark of an empty slot
        }
        int i = slot(key);
        while (keys[i] != key) {
            if (keys[i] == 0) {
                return null;
            }
            i = next(i);
        }
        V old = value(i);
        size--;
        // Move later members of the cluster into the gap, so that every probe still finds its key.
        int gap = i;
        for (int j = next(i); keys[j] != 0; j = next(j)) {
            int home = slot(keys[j]);
            boolean staysBehindGap = gap <= j ? home > gap && home <= j : home > gap || home <= j;
            if (!staysBehindGap) {
                keys[gap] = keys[j];
                values[gap] = values[j];
                gap = j;
            }
        }
        keys[gap] = 0;
        values[gap] = null;
        return old;
    }

    /** A copy, safe to walk while the table changes. */
    List<V> values() {
        List<V> all = new ArrayList<>(size);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                all.add(value(i));
            }
        }
        return all;
    }

    void clear() {
        keys = new int[FIRST];
        values = new Object[FIRST];
        size = 0;
    }

    private void grow() {
        int[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new int[oldKeys.length * 2];
        values = new Object[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int to = slot(oldKeys[i]);
                while (keys[to] != 0) {
                    to = next(to);
                }
                keys[to] = oldKeys[i];
                values[to] = oldValues[i];
            }
        }
    }

    @SuppressWarnings("unchecked") // only put() writes values
    private V value(int i) {
        return (V) values[i];
    }

    private int slot(int key) {
        int h = (key ^ salt) * 0x9E3779B9;
        h = (h ^ h >>> 15 ^ salt) * 0x85EBCA6B;
        return (h ^ h >>> 13) & (keys.length - 1);
    }

    private int next(int i) {
        return (i + 1) & (keys.length - 1);
    }
}
