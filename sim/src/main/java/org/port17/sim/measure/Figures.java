package org.port17.sim.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Named numbers that one network gave, in the order in which they were put. */
public final class Figures {
    private final Map<String, Double> values = new LinkedHashMap<>();

    /** @throws IllegalArgumentException for a number that is none, or a name that is taken */
    public Figures put(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is not a number");
        }
        if (values.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException(name + " is there already");
        }
        return this;
    }

    public Figures putAll(Figures other) {
        other.values.forEach(this::put);
        return this;
    }

    public OptionalDouble get(String name) {
        Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    public Iterable<String> names() {
        return values.keySet();
    }
}
