package org.port17.netmap.column;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.port17.api.Port17Exception;

/** Columns to arrays. Refuses whatever an honest encoder would not have written. */
final class ColumnDecoder {
    private final Columns to;
    private final byte[][] raw;
    private final int size;
    private int[] prefixes;

    ColumnDecoder(Columns to, byte[][] raw) {
        this.to = to;
        this.raw = raw;
        this.size = to.size;
    }

    void decode() throws Port17Exception {
        shapes();
        places();
        prefixes();
        to.shape = indices(Column.SHAPE, to.shapes.size());
        to.place = indices(Column.PLACE, to.places.size() + 1);
        to.week = indices(Column.WEEK, 1 << 16);
        to.capacity = nibbles(Column.CAPACITY);
        to.load = nibbles(Column.LOAD);
        owners();
        ipv6();
        coordinates();
        if (raw[Column.COMMITMENT.ordinal()].length != size * Row.COMMITMENT) {
            throw Columns.bad("a commitment is cut short");
        }
        to.commitment = raw[Column.COMMITMENT.ordinal()];
        addresses();
    }

    private ColumnSource source(Column column) {
        return new ColumnSource(raw[column.ordinal()], "map columns");
    }

    private void shapes() throws Port17Exception {
        ColumnSource in = source(Column.SHAPES);
        List<Shape> shapes = new ArrayList<>();
        for (int left = in.u16(); left > 0; left--) {
            shapes.add(ascending(in, shapes, Shape.read(in)));
        }
        in.end();
        to.shapes = shapes;
    }

    private void places() throws Port17Exception {
        ColumnSource in = source(Column.PLACES);
        List<Located> places = new ArrayList<>();
        for (int left = in.u16(); left > 0; left--) {
            String country = new String(in.take(2), StandardCharsets.US_ASCII);
            if (!country.matches("[A-Z]{2}")) {
                throw in.bad("a country is no country");
            }
            places.add(ascending(in, places, new Located(in.varint(), country)));
        }
        in.end();
        to.places = places;
    }

    private static <T extends Comparable<T>> T ascending(ColumnSource in, List<T> before, T next)
            throws Port17Exception {
        if (!before.isEmpty() && before.get(before.size() - 1).compareTo(next) >= 0) {
            throw in.bad("a table is out of order");
        }
        return next;
    }

    private void prefixes() throws Port17Exception {
        ColumnSource in = source(Column.IPV6_PREFIXES);
        prefixes = new int[in.u16()];
        long last = 0;
        for (int i = 0; i < prefixes.length; i++) {
            long gap = in.varint();
            last += gap;
            prefixes[i] = (int) last;
            if (i > 0 && gap == 0 || last > 0xffffffffL) {
                throw in.bad("a table is out of order");
            }
        }
        in.end();
    }

    private short[] indices(Column column, int bound) throws Port17Exception {
        ColumnSource in = source(column);
        short[] indices = new short[size];
        for (int i = 0; i < size; i++) {
            indices[i] = (short) in.index(bound);
        }
        in.end();
        return indices;
    }

    private void owners() throws Port17Exception {
        ColumnSource in = source(Column.OWNER);
        to.owner = new int[size];
        for (int i = 0; i < size; i++) {
            to.owner[i] = in.index(Integer.MAX_VALUE);
        }
        in.end();
    }

    private byte[] nibbles(Column column) throws Port17Exception {
        byte[] packed = raw[column.ordinal()];
        boolean padded = size % 2 == 0 || packed.length == 0 || (packed[packed.length - 1] & 15) == 0;
        if (packed.length != (size + 1) / 2 || !padded) {
            throw Columns.bad("capacities or loads have a wrong length");
        }
        byte[] nibbles = new byte[size];
        for (int i = 0; i < size; i++) {
            nibbles[i] = (byte) (i % 2 == 0 ? packed[i / 2] >> 4 & 15 : packed[i / 2] & 15);
        }
        return nibbles;
    }

    private void ipv6() throws Port17Exception {
        ColumnSource prefix = source(Column.IPV6_PREFIX);
        ColumnSource subnet = source(Column.IPV6_SUBNET);
        ColumnSource host = source(Column.IPV6_HOST);
        to.ipv6At = new int[size];
        int count = positions(to.ipv6At, Row.IPV6, Shape.Traits::ipv6);
        to.ipv6 = new byte[count * Row.IPV6];
        for (int at = 0; at < to.ipv6.length; at += Row.IPV6) {
            int high = prefixes[prefix.index(prefixes.length)];
            for (int i = 0; i < 4; i++) {
                to.ipv6[at + i] = (byte) (high >>> 24 - 8 * i);
            }
            System.arraycopy(subnet.take(4), 0, to.ipv6, at + 4, 4);
            int form = host.u8();
            if (form > 1) {
                throw host.bad("a host number is of an unknown form");
            }
            System.arraycopy(form == 1 ? host.take(8) : new byte[] {0, 0, 0, 0, 0, 0, 0, 1}, 0, to.ipv6, at + 8, 8);
        }
        prefix.end();
        subnet.end();
        host.end();
    }

    private void coordinates() throws Port17Exception {
        ColumnSource in = source(Column.COORDINATES);
        to.coordinatesAt = new int[size];
        int count = positions(to.coordinatesAt, Row.COORDINATES, Shape.Traits::located);
        to.coordinates = in.take(count * Row.COORDINATES);
        in.end();
    }

    /** Where the items of those rows begin that have one. @return how many have */
    private int positions(int[] at, int bytes, Has has) {
        boolean[] shapeHas = new boolean[to.shapes.size()];
        for (int i = 0; i < shapeHas.length; i++) {
            shapeHas[i] = has.in(to.shapes.get(i).traits());
        }
        int count = 0;
        for (int i = 0; i < size; i++) {
            boolean present = shapeHas[to.shape[i] & 0xffff];
            at[i] = present ? bytes * count : -1;
            count += present ? 1 : 0;
        }
        return count;
    }

    private void addresses() throws Port17Exception {
        ColumnSource in = source(Column.IPV4);
        to.ipv4 = new int[size];
        long last = 0;
        int begin = 0;
        for (int i = 0; i < size; i++) {
            last += in.varint();
            if (last > 0xffffffffL) {
                throw in.bad("an address has more than 32 bits");
            }
            to.ipv4[i] = (int) last;
            boolean same = i > 0 && to.ipv4[i] == to.ipv4[i - 1];
            if (same && !commitmentAscends(i)) {
                throw in.bad("its rows are out of order, or one comes twice");
            }
            if (!same) {
                distinctPorts(in, begin, i);
                begin = i;
            }
        }
        distinctPorts(in, begin, size);
        in.end();
    }

    private boolean commitmentAscends(int row) {
        int at = row * Row.COMMITMENT;
        return Arrays.compareUnsigned(to.commitment, at - Row.COMMITMENT, at, to.commitment, at, at + Row.COMMITMENT)
                < 0;
    }

    /** Rows of one address must be told apart by their ports: it cannot be that two nodes answer at one. */
    private void distinctPorts(ColumnSource in, int from, int to) throws Port17Exception {
        if (to - from < 2 || this.to.ipv4[from] == 0) {
            return;
        }
        Set<Integer> ports = new HashSet<>();
        for (int i = from; i < to; i++) {
            int port = this.to.shapes.get(this.to.shape[i] & 0xffff).port();
            if (port != 0 && !ports.add(port)) {
                throw in.bad("two nodes claim one address and port");
            }
        }
    }

    private interface Has {
        boolean in(Shape.Traits traits);
    }
}
