package org.port17.edge.shell;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;

/**
 * Values as JSON (RFC 8259) on one line of printable ASCII, so that neither a line break nor a terminal's escape can get
 * through. Records become objects with their component names; maps keep their order; what is neither number, boolean,
 * list, map nor record is written as a string, a constant of an enum in lower case.
 */
final class Json {
    private final StringBuilder out = new StringBuilder();

    private Json() {}

    static String line(Object value) {
        Json json = new Json();
        json.value(value);
        return json.out.toString();
    }

    private void value(Object value) {
        if (value == null || (value instanceof Double d && !Double.isFinite(d))) {
            out.append("null");
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Iterable<?> list) {
            list(list);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Record record) {
            record(record);
        } else if (value instanceof Enum<?> constant) {
            string(constant.name().toLowerCase(Locale.ROOT));
        } else {
            string(value.toString());
        }
    }

    private void list(Iterable<?> list) {
        String separator = "[";
        for (Object item : list) {
            out.append(separator);
            value(item);
            separator = ",";
        }
        out.append(separator.equals("[") ? "[]" : "]");
    }

    private void object(Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            string(entry.getKey().toString());
            out.append(':');
            value(entry.getValue());
            separator = ",";
        }
        out.append(separator.equals("{") ? "{}" : "}");
    }

    private void record(Record record) {
        String separator = "{";
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            out.append(separator);
            string(component.getName());
            out.append(':');
            value(read(record, component));
            separator = ",";
        }
        out.append(separator.equals("{") ? "{}" : "}");
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("only public records are shown", e);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= 0x20 && c < 0x7f) {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        out.append('"');
    }
}
