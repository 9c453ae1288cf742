package org.port17.launcher.compact;

import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * System properties that each node of a process has for itself, although Java knows one set per process: a thread and
 * all threads that it starts see the set that was {@link #enter entered} on it, all others the process's own.
 */
final class OwnProperties extends Properties {
    private static final long serialVersionUID = 1;
    private static final InheritableThreadLocal<Properties> ENTERED = new InheritableThreadLocal<>();

    private final transient Properties process;

    private OwnProperties(Properties process) {
        this.process = process;
    }

    /** From now on, the system's properties are of this kind. */
    static OwnProperties install() {
        OwnProperties own = new OwnProperties(System.getProperties());
        System.setProperties(own);
        return own;
    }

    /** A set for one node: a copy of the process's with the given ones on top. */
    Properties with(Properties values) {
        Properties copy = (Properties) process.clone();
        copy.putAll(values);
        return copy;
    }

    /** From now on, this is what the calling thread and all that it starts see. */
    static void enter(Properties set) {
        ENTERED.set(set);
    }

    private Properties seen() {
        Properties entered = ENTERED.get();
        return entered == null ? process : entered;
    }

    @Override
    public String getProperty(String key) {
        return seen().getProperty(key);
    }

    @Override
    public String getProperty(String key, String otherwise) {
        return seen().getProperty(key, otherwise);
    }

    @Override
    public Object setProperty(String key, String value) {
        return seen().setProperty(key, value);
    }

    @Override
    public Set<String> stringPropertyNames() {
        return seen().stringPropertyNames();
    }

    @Override
    public Enumeration<?> propertyNames() {
        return seen().propertyNames();
    }

    @Override
    public Object get(Object key) {
        return seen().get(key);
    }

    @Override
    public Object getOrDefault(Object key, Object otherwise) {
        return seen().getOrDefault(key, otherwise);
    }

    @Override
    public Object put(Object key, Object value) {
        return seen().put(key, value);
    }

    @Override
    public Object putIfAbsent(Object key, Object value) {
        return seen().putIfAbsent(key, value);
    }

    @Override
    public void putAll(Map<?, ?> values) {
        seen().putAll(values);
    }

    @Override
    public Object remove(Object key) {
        return seen().remove(key);
    }

    @Override
    public void clear() {
        seen().clear();
    }

    @Override
    public boolean contains(Object value) {
        return seen().containsValue(value);
    }

    @Override
    public boolean containsValue(Object value) {
        return seen().containsValue(value);
    }

    @Override
    public boolean containsKey(Object key) {
        return seen().containsKey(key);
    }

    @Override
    public Enumeration<Object> keys() {
        return seen().keys();
    }

    @Override
    public Enumeration<Object> elements() {
        return seen().elements();
    }

    @Override
    public Set<Object> keySet() {
        return seen().keySet();
    }

    @Override
    public Collection<Object> values() {
        return seen().values();
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
        return seen().entrySet();
    }

    @Override
    public void forEach(BiConsumer<? super Object, ? super Object> action) {
        seen().forEach(action);
    }

    @Override
    public int size() {
        return seen().size();
    }

    @Override
    public boolean isEmpty() {
        return seen().isEmpty();
    }

    @Override
    public Object clone() {
        return seen().clone();
    }

    @Override
    public boolean equals(Object other) {
        return seen().equals(other);
    }

    @Override
    public int hashCode() {
        return seen().hashCode();
    }

    @Override
    public String toString() {
        return Collections.unmodifiableMap(seen()).toString();
    }
}
