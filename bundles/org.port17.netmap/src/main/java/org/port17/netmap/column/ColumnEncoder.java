package org.port17.netmap.column;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.port17.api.Port17Exception;

/** Sorted rows to columns. The same rows make the same bytes, whoever encodes them. */
final class ColumnEncoder {
    private static final int MOST = 0xffff;
    private static final byte[] FIRST_HOST = {0, 0, 0, 0, 0, 0, 0, 1};
    private final Row[] rows;
    private final Map<Shape, Integer> shapes;
    private final Map<Located, Integer> places;
    private final Map<Integer, Integer> prefixes;

    /** @throws Port17Exception BAD_INPUT if a field has a wrong length or there are too many shapes or places */
    ColumnEncoder(Row[] sorted) throws Port17Exception {
        rows = sorted;
        SortedSet<Shape> allShapes = new TreeSet<>();
        SortedSet<Located> allPlaces = new TreeSet<>();
        SortedSet<Integer> allPrefixes = new TreeSet<>(Integer::compareUnsigned);
        Map<Shape, Boolean> seen = new HashMap<>();
        for (Row row : rows) {
            check(row);
            if (seen.put(row.shape(), true) == null) {
                allShapes.add(row.shape());
            }
            row.located().ifPresent(allPlaces::add);
            if (row.ipv6().length > 0) {
                allPrefixes.add(word(row.ipv6(), 0));
            }
        }
        shapes = numbered(allShapes, 0);
        places = numbered(allPlaces, 1);
        prefixes = numberedPrefixes(allPrefixes);
        if (shapes.size() > MOST || places.size() > MOST || prefixes.size() > MOST) {
            throw Columns.bad("more than 65,535 shapes, places or prefixes");
        }
    }

    byte[][] columns() {
        byte[][] columns = new byte[Column.values().length][];
        columns[Column.SHAPES.ordinal()] = shapeTable();
        columns[Column.PLACES.ordinal()] = placeTable();
        columns[Column.IPV6_PREFIXES.ordinal()] = prefixTable();
        columns[Column.IPV4.ordinal()] = addresses();
        columns[Column.SHAPE.ordinal()] = each((out, row) -> out.varint(shapes.get(row.shape())));
        columns[Column.OWNER.ordinal()] = each((out, row) -> out.varint(row.owner()));
        columns[Column.CAPACITY.ordinal()] = nibbles(true);
        columns[Column.LOAD.ordinal()] = nibbles(false);
        columns[Column.WEEK.ordinal()] = each((out, row) -> out.varint(row.week()));
        columns[Column.PLACE.ordinal()] =
                each((out, row) -> out.varint(row.located().map(places::get).orElse(0)));
        columns[Column.IPV6_PREFIX.ordinal()] = ipv6((out, row) -> out.varint(prefixes.get(word(row.ipv6(), 0))));
        columns[Column.IPV6_SUBNET.ordinal()] = ipv6((out, row) -> out.raw(row.ipv6(), 4, 4));
        columns[Column.IPV6_HOST.ordinal()] = ipv6(ColumnEncoder::host);
        columns[Column.COORDINATES.ordinal()] =
                each((out, row) -> out.raw(row.coordinates(), 0, row.coordinates().length));
        columns[Column.COMMITMENT.ordinal()] = each((out, row) -> out.raw(row.commitment(), 0, Row.COMMITMENT));
        return columns;
    }

    static void check(Row row) throws Port17Exception {
        Shape.Traits traits = row.shape().traits();
        boolean fits = row.commitment().length == Row.COMMITMENT
                && row.ipv6().length == (traits.ipv6() ? Row.IPV6 : 0)
                && row.coordinates().length == (traits.located() ? Row.COORDINATES : 0)
                && nibble(row.capacity())
                && nibble(row.load())
                && row.owner() >= 0
                && row.week() >= 0
                && row.week() <= MOST
                && row.shape().schemes().length() <= Shape.MAX_SCHEMES;
        if (!fits) {
            throw Columns.bad("a row breaks a bound");
        }
    }

    private static boolean nibble(int value) {
        return value >= 0 && value < Row.CLASSES;
    }

    private static <T> Map<T, Integer> numbered(SortedSet<T> all, int first) {
        Map<T, Integer> numbers = new HashMap<>();
        all.forEach(item -> numbers.put(item, first + numbers.size()));
        return numbers;
    }

    private static Map<Integer, Integer> numberedPrefixes(SortedSet<Integer> all) {
        Map<Integer, Integer> numbers = new TreeMap<>(Integer::compareUnsigned);
        all.forEach(item -> numbers.put(item, numbers.size()));
        return numbers;
    }

    private static <T extends Comparable<T>> List<T> inOrder(Map<T, Integer> numbers) {
        List<T> list = new ArrayList<>(numbers.keySet());
        list.sort(null);
        return list;
    }

    private byte[] shapeTable() {
        ColumnSink out = new ColumnSink(1024).u16(shapes.size());
        for (Shape shape : inOrder(shapes)) {
            byte[] bytes = shape.bytes();
            out.raw(bytes, 0, bytes.length);
        }
        return out.bytes();
    }

    private byte[] placeTable() {
        ColumnSink out = new ColumnSink(1024).u16(places.size());
        for (Located place : inOrder(places)) {
            out.raw(place.country().getBytes(StandardCharsets.US_ASCII), 0, 2).varint(place.as());
        }
        return out.bytes();
    }

    private byte[] prefixTable() {
        ColumnSink out = new ColumnSink(1024).u16(prefixes.size());
        int last = 0;
        for (int prefix : prefixes.keySet()) {
            out.varint(Integer.toUnsignedLong(prefix - last));
            last = prefix;
        }
        return out.bytes();
    }

    private byte[] addresses() {
        ColumnSink out = new ColumnSink(2 * rows.length);
        int last = 0;
        for (Row row : rows) {
            out.varint(Integer.toUnsignedLong(row.ipv4() - last));
            last = row.ipv4();
        }
        return out.bytes();
    }

    private byte[] nibbles(boolean capacity) {
        byte[] column = new byte[(rows.length + 1) / 2];
        for (int i = 0; i < rows.length; i++) {
            int value = capacity ? rows[i].capacity() : rows[i].load();
            column[i / 2] |= (byte) (i % 2 == 0 ? value << 4 : value);
        }
        return column;
    }

    private byte[] each(Field field) {
        ColumnSink out = new ColumnSink(4 * rows.length);
        for (Row row : rows) {
            field.write(out, row);
        }
        return out.bytes();
    }

    private byte[] ipv6(Field field) {
        return each((out, row) -> {
            if (row.ipv6().length > 0) {
                field.write(out, row);
            }
        });
    }

    /** Most nodes are the first host of their subnet. */
    private static void host(ColumnSink out, Row row) {
        boolean first = Arrays.equals(row.ipv6(), 8, 16, FIRST_HOST, 0, 8);
        out.u8(first ? 0 : 1);
        if (!first) {
            out.raw(row.ipv6(), 8, 8);
        }
    }

    static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    private interface Field {
        void write(ColumnSink out, Row row);
    }
}
