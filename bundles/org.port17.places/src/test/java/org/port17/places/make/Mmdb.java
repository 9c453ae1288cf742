package org.port17.places.make;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads a file in MaxMind DB format 2.0: a binary tree over address bits whose leaves are maps. */
final class Mmdb {
    private static final byte[] MARKER = "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);
    private final byte[] bytes;
    private final int nodes;
    private final int recordBits;
    private final int data;
    final boolean ipv6;
    private int at;

    Mmdb(Path file) throws IOException {
        bytes = Files.readAllBytes(file);
        int marker = bytes.length - MARKER.length;
        while (!java.util.Arrays.equals(MARKER, java.util.Arrays.copyOfRange(bytes, marker, marker + MARKER.length))) {
            marker--;
        }
        data = marker + MARKER.length;
        at = data;
        Map<?, ?> metadata = (Map<?, ?>) value(data);
        nodes = ((Number) metadata.get("node_count")).intValue();
        recordBits = ((Number) metadata.get("record_size")).intValue();
        ipv6 = ((Number) metadata.get("ip_version")).intValue() == 6;
    }

    /** Takes a prefix: its bits at the top of two halves, its length, where its value stands. */
    interface Leaf {
        void leaf(long high, long low, int length, int offset);
    }

    void forEach(Leaf leaf) {
        walk(0, 0, 0, 0, leaf);
    }

    private void walk(int node, long high, long low, int depth, Leaf leaf) {
        for (int bit = 0; bit < 2; bit++) {
            int next = record(node, bit);
            long h = depth < 64 ? high | (long) bit << (63 - depth) : high;
            long l = depth < 64 ? low : low | (long) bit << (127 - depth);
            if (next < nodes) {
                walk(next, h, l, depth + 1, leaf);
            } else if (next > nodes) {
                leaf.leaf(h, l, depth + 1, next - nodes - 16);
            }
        }
    }

    private int record(int node, int bit) {
        int from = node * (recordBits / 4);
        return switch (recordBits) {
            case 24 -> number(from + 3 * bit, 3);
            case 28 ->
                bit == 0
                        ? (bytes[from + 3] & 0xf0) << 20 | number(from, 3)
                        : (bytes[from + 3] & 0x0f) << 24 | number(from + 4, 3);
            case 32 -> number(from + 4 * bit, 4);
            default -> throw new IllegalStateException("records of " + recordBits + " bits");
        };
    }

    private int number(int from, int length) {
        int n = 0;
        for (int i = from; i < from + length; i++) {
            n = n << 8 | bytes[i] & 0xff;
        }
        return n;
    }

    /** The value of a leaf: maps, text and numbers. */
    Object leaf(int offset) {
        int section = nodes * (recordBits / 4) + 16;
        at = section + offset;
        return value(section);
    }

    private Object value(int section) {
        int control = bytes[at++] & 0xff;
        int type = control >>> 5;
        if (type == 1) {
            int size = control >>> 3 & 3;
            int bits = size == 3 ? 0 : control & 7;
            int pointer = (bits << 8 * (size + 1) | number(at, size + 1)) + new int[] {0, 2048, 526336, 0}[size];
            at += size + 1;
            int back = at;
            at = section + pointer;
            Object value = value(section);
            at = back;
            return value;
        }
        if (type == 0) {
            type = 7 + (bytes[at++] & 0xff);
        }
        int size = control & 31;
        if (size >= 29) {
            int extra = size - 28;
            size = new int[] {29, 285, 65821}[extra - 1] + number(at, extra);
            at += extra;
        }
        return switch (type) {
            case 7 -> map(section, size);
            case 11 -> {
                Object[] list = new Object[size];
                for (int i = 0; i < size; i++) {
                    list[i] = value(section);
                }
                yield list;
            }
            case 14 -> size != 0;
            default -> scalar(type, size);
        };
    }

    private Map<String, Object> map(int section, int size) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < size; i++) {
            map.put((String) value(section), value(section));
        }
        return map;
    }

    private Object scalar(int type, int size) {
        int from = at;
        at += size;
        return switch (type) {
            case 2 -> new String(bytes, from, size, StandardCharsets.UTF_8);
            case 3 -> java.nio.ByteBuffer.wrap(bytes, from, 8).getDouble();
            case 15 -> (double) java.nio.ByteBuffer.wrap(bytes, from, 4).getFloat();
            case 5, 6, 8 -> number(from, size);
            case 9 -> new java.math.BigInteger(1, java.util.Arrays.copyOfRange(bytes, from, from + size)).longValue();
            default -> throw new IllegalStateException("a value of type " + type);
        };
    }
}
