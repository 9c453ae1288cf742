package org.port17.netmap.column;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.GeoPoint;
import org.port17.api.Port17Exception;

/**
 * Every node of a network, a column for each thing that is known of all. Guarantee: the rows are in ascending order, no
 * row comes twice, no two nodes claim one address and port. Immutable; what comes out is not to be modified.
 */
public final class Columns {
    /** Most rows of a map. */
    public static final int MAX_NODES = 1 << 20;

    /** Longest packed columns: 64 MiB. */
    public static final int MAX_BYTES = 64 << 20;

    static final byte[] MAGIC = {'P', '1', '7', 'C', 1};
    static final int ANY = -1;
    private static final int HEADER = 9;
    private final byte[][] raw;
    private final byte[] root;
    final int size;
    int[] ipv4;
    int[] ipv6At;
    byte[] ipv6;
    List<Shape> shapes;
    short[] shape;
    int[] owner;
    byte[] capacity;
    byte[] load;
    short[] week;
    List<Located> places;
    short[] place;
    int[] coordinatesAt;
    byte[] coordinates;
    byte[] commitment;

    private Columns(int size, byte[][] raw) {
        this.size = size;
        this.raw = raw;
        this.root = root(size, raw);
    }

    /** Packed bytes of columns with so many rows, at most. */
    public static int most(int rows) {
        long most = HEADER;
        for (Column column : Column.values()) {
            most += 2 * Integer.BYTES + column.most(rows);
        }
        return (int) Math.min(MAX_BYTES, most);
    }

    /** Columns of these rows, in whatever order. @throws Port17Exception BAD_INPUT if a row breaks a bound or contradicts another */
    public static Columns of(Collection<Row> rows) throws Port17Exception {
        if (rows.size() > MAX_NODES) {
            throw bad("too many nodes");
        }
        Row[] sorted = rows.toArray(new Row[0]);
        Arrays.sort(sorted);
        byte[][] raw = new ColumnEncoder(sorted).columns();
        for (Column column : Column.values()) {
            if (raw[column.ordinal()].length > column.most(sorted.length)) {
                throw bad("a table is longer than any reader takes");
            }
        }
        return decoded(sorted.length, raw);
    }

    /** Columns of a map whose number of rows nobody signed yet. @throws Port17Exception as {@link #parse(byte[], int)} */
    public static Columns parse(byte[] bytes) throws Port17Exception {
        return parse(bytes, ANY);
    }

    /**
     * Parses, and unpacks nothing unless there are as many rows as expected.
     *
     * @param rows how many the map's head says; more cost memory that nobody answers for
     * @throws Port17Exception BAD_INPUT if malformed, out of order, contradictory or out of bounds
     */
    public static Columns parse(byte[] bytes, int rows) throws Port17Exception {
        ColumnSource in = new ColumnSource(bytes, "map columns");
        if (bytes.length < HEADER || !Arrays.equals(in.take(MAGIC.length), MAGIC)) {
            throw bad("does not start like columns of version 1");
        }
        Columns columns = read(in, rows);
        in.end();
        return columns;
    }

    static Columns read(ColumnSource in, int rows) throws Port17Exception {
        int size = in.u32();
        if (size < 0 || size > MAX_NODES) {
            throw bad("too many nodes");
        }
        if (rows != ANY && size != rows) {
            throw bad("there are not as many rows as the head says");
        }
        byte[][] raw = new byte[Column.values().length][];
        for (Column column : Column.values()) {
            raw[column.ordinal()] = Packing.read(in, column.most(size));
        }
        return decoded(size, raw);
    }

    private static Columns decoded(int size, byte[][] raw) throws Port17Exception {
        Columns columns = new Columns(size, raw);
        new ColumnDecoder(columns, raw).decode();
        return columns;
    }

    /** The columns for the wire. */
    public byte[] bytes() {
        ColumnSink out = new ColumnSink(28 * size + 1024).raw(MAGIC, 0, MAGIC.length);
        write(out);
        return out.bytes();
    }

    void write(ColumnSink out) {
        out.u32(size);
        for (byte[] column : raw) {
            Packing.write(out, column);
        }
    }

    /** SHA-256 over the number of rows and each column's SHA-256: what authorities sign. A fresh copy. */
    public byte[] root() {
        return root.clone();
    }

    public int size() {
        return size;
    }

    /** Address of version 4 as a number, 0 if the node has none. */
    public int ipv4(int row) {
        return ipv4[row];
    }

    /** Address of version 6, 16 bytes, or an empty array. */
    public byte[] ipv6(int row) {
        int at = ipv6At[row];
        return at < 0 ? new byte[0] : Arrays.copyOfRange(ipv6, at, at + Row.IPV6);
    }

    public Shape shape(int row) {
        return shapes.get(shape[row] & 0xffff);
    }

    /** A number that the nodes of one owner share, from 1; 0 if its owner has no other node. */
    public int owner(int row) {
        return owner[row];
    }

    /** Bytes a second as others measured it; 0 not measured. */
    public long capacity(int row) {
        return Capacity.bytesPerSecond(capacity[row]);
    }

    int capacityClass(int row) {
        return capacity[row];
    }

    /** Sixteenths of the capacity in use, 0 to 15. */
    public int load(int row) {
        return load[row];
    }

    /** Weeks from the network's founding to the node's first sight. */
    public int week(int row) {
        return week[row] & 0xffff;
    }

    /** Where the node is, if the map says it; else the place database does. */
    public Optional<Located> located(int row) {
        int index = place[row] & 0xffff;
        return index == 0 ? Optional.empty() : Optional.of(places.get(index - 1));
    }

    /** Where the node stands by measured round trips, if that is not where the place database has it. */
    public Optional<GeoPoint> measured(int row) {
        return Coordinates.point(coordinates(row));
    }

    /** {@link Coordinates}, or an empty array. */
    byte[] coordinates(int row) {
        int at = coordinatesAt[row];
        return at < 0 ? new byte[0] : Arrays.copyOfRange(coordinates, at, at + Row.COORDINATES);
    }

    /** The first 16 bytes of the SHA-256 of the node's record. */
    public byte[] commitment(int row) {
        return Arrays.copyOfRange(commitment, row * Row.COMMITMENT, (row + 1) * Row.COMMITMENT);
    }

    /** Whether a record of this SHA-256 is the one that the row commits to. */
    public boolean commits(int row, byte[] digest) {
        int at = row * Row.COMMITMENT;
        return Arrays.equals(commitment, at, at + Row.COMMITMENT, digest, 0, Row.COMMITMENT);
    }

    public Row row(int row) {
        return new Row(
                ipv4[row],
                ipv6(row),
                shape(row),
                owner[row],
                capacity[row],
                load[row],
                week(row),
                located(row),
                coordinates(row),
                commitment(row));
    }

    private static byte[] root(int size, byte[][] raw) {
        MessageDigest all = sha256();
        MessageDigest each = sha256();
        all.update(MAGIC);
        all.update(new ColumnSink(4).u32(size).bytes());
        for (byte[] column : raw) {
            all.update(each.digest(column));
        }
        return all.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Port17Exception bad(String why) {
        return new Port17Exception(ErrorKind.BAD_INPUT, "map columns: " + why);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Columns that && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(root);
    }

    @Override
    public String toString() {
        return "columns of " + size + " nodes";
    }
}
