package org.port17.launcher.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) into maps, lists, strings, {@code Long} or {@code Double}, booleans and null. Bounded: at most
 * {@value #MAX_CHARS} characters, {@value #MAX_DEPTH} levels.
 */
public final class JsonReader {
    public static final int MAX_CHARS = 16 << 20;
    public static final int MAX_DEPTH = 32;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** @throws JsonException if the text is anything but one JSON value */
    public static Object read(String text) throws JsonException {
        if (text.length() > MAX_CHARS) {
            throw new JsonException("too long");
        }
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        reader.peek();
        if (reader.at < text.length()) {
            throw reader.bad("more than one value");
        }
        return value;
    }

    /** The same, for a text that must be an object. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(String text) throws JsonException {
        if (read(text) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new JsonException("not an object");
    }

    private Object value(int depth) throws JsonException {
        if (depth > MAX_DEPTH) {
            throw bad("nested too deeply");
        }
        char c = peek();
        return switch (c) {
            case '{' -> map(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> map(int depth) throws JsonException {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        if (peek() == '}') {
            at++;
            return map;
        }
        while (true) {
            if (peek() != '"') {
                throw bad("a name is missing");
            }
            String name = string();
            take(':');
            map.put(name, value(depth + 1));
            if (peek() == ',') {
                at++;
            } else {
                take('}');
                return map;
            }
        }
    }

    private List<Object> list(int depth) throws JsonException {
        List<Object> list = new ArrayList<>();
        at++;
        if (peek() == ']') {
            at++;
            return list;
        }
        while (true) {
            list.add(value(depth + 1));
            if (peek() == ',') {
                at++;
            } else {
                take(']');
                return list;
            }
        }
    }

    private String string() throws JsonException {
        StringBuilder out = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < 0x20) {
                throw bad("a control character in a string");
            }
            out.append(c == '\\' ? escape() : c);
        }
        if (at == text.length()) {
            throw bad("a string without an end");
        }
        at++;
        return out.toString();
    }

    private char escape() throws JsonException {
        char c = at < text.length() ? text.charAt(at++) : 0;
        switch (c) {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case '"', '\\', '/':
                return c;
            case 'u':
                if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                    throw bad("a broken escape");
                }
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            default:
                throw bad("a broken escape");
        }
    }

    private Object word(String word, Object value) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw bad("not a value");
        }
        at += word.length();
        return value;
    }

    private Object number() throws JsonException {
        int from = at;
        while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(from, at);
        try {
            if (digits.matches("-?(0|[1-9][0-9]{0,18})")) {
                return Long.valueOf(digits);
            }
            if (digits.matches("-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")) {
                return Double.valueOf(digits);
            }
        } catch (NumberFormatException e) {
            // Nineteen digits may still be too many for 64 bits.
            return Double.valueOf(digits);
        }
        throw bad("not a value");
    }

    private void take(char expected) throws JsonException {
        if (peek() != expected) {
            throw bad("no '" + expected + "'");
        }
        at++;
    }

    /** The next character that is not white space, not yet taken; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private JsonException bad(String what) {
        return new JsonException(what + " at character " + at);
    }
}
