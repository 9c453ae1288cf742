package org.port17.netmap.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * The way from one map's columns to another's: rows that go, rows that come, loads and capacities that changed. It names the
 * roots of both, so that everybody gets the same bytes and a reader needs to trust none of them: what comes out must have the
 * root that the authorities signed.
 *
 * <p>Layout: {@code "P17D"}, version 2, root before, root after, then packed columns (gaps between rows that go; gaps
 * and steps of load; gaps and steps of capacity; gaps and coordinates of those measured to stand elsewhere), then columns of
 * the rows that come.
 */
public final class ColumnDiff {
    private static final byte[] MAGIC = {'P', '1', '7', 'D', 2};
    private static final int ROOT = 32;

    private ColumnDiff() {}

    /** What leads from {@code before} to {@code after}. */
    public static byte[] between(Columns before, Columns after) throws Port17Exception {
        ColumnSink gone = new ColumnSink(256);
        List<Row> come = new ArrayList<>();
        List<int[]> kept = new ArrayList<>();
        int lastGone = -1;
        int a = 0;
        int b = 0;
        while (a < before.size || b < after.size) {
            int order = order(before, a, after, b);
            boolean same = order == 0 && before.row(a).same(after.row(b));
            if (same) {
                kept.add(new int[] {a, b});
            }
            if (order <= 0) {
                if (!same) {
                    gone.varint(a - lastGone - 1L);
                    lastGone = a;
                }
                a++;
            }
            if (order >= 0) {
                if (!same) {
                    come.add(after.row(b));
                }
                b++;
            }
        }
        ColumnSink out = new ColumnSink(1024).raw(MAGIC, 0, MAGIC.length);
        out.raw(before.root(), 0, ROOT).raw(after.root(), 0, ROOT);
        Packing.write(out, gone.bytes());
        steps(out, before.load, after.load, kept);
        steps(out, before.capacity, after.capacity, kept);
        moves(out, before, after, kept);
        Columns.of(come).write(out);
        return out.bytes();
    }

    private static int order(Columns before, int a, Columns after, int b) {
        if (a == before.size || b == after.size) {
            return a == before.size ? 1 : -1;
        }
        int byAddress = Integer.compareUnsigned(before.ipv4[a], after.ipv4[b]);
        int x = a * Row.COMMITMENT;
        int y = b * Row.COMMITMENT;
        return byAddress != 0
                ? byAddress
                : Arrays.compareUnsigned(
                        before.commitment, x, x + Row.COMMITMENT, after.commitment, y, y + Row.COMMITMENT);
    }

    /** Gaps and steps apart, since they pack better so. */
    private static void steps(ColumnSink out, byte[] before, byte[] after, List<int[]> kept) {
        ColumnSink gaps = new ColumnSink(256);
        ColumnSink steps = new ColumnSink(256);
        int last = -1;
        for (int i = 0; i < kept.size(); i++) {
            int step = after[kept.get(i)[1]] - before[kept.get(i)[0]];
            if (step != 0) {
                gaps.varint(i - last - 1L);
                steps.u8(step & 15);
                last = i;
            }
        }
        Packing.write(out, gaps.bytes());
        Packing.write(out, steps.bytes());
    }

    /** Each row that was measured to stand elsewhere than before; no coordinates: where the place database has it. */
    private static void moves(ColumnSink out, Columns before, Columns after, List<int[]> kept) {
        ColumnSink gaps = new ColumnSink(64);
        ColumnSink places = new ColumnSink(64);
        int last = -1;
        for (int i = 0; i < kept.size(); i++) {
            byte[] now = after.coordinates(kept.get(i)[1]);
            if (!Arrays.equals(before.coordinates(kept.get(i)[0]), now)) {
                gaps.varint(i - last - 1L);
                places.u8(now.length == 0 ? 0 : 1).raw(now, 0, now.length);
                last = i;
            }
        }
        Packing.write(out, gaps.bytes());
        Packing.write(out, places.bytes());
    }

    /** The root that the diff leads to. @throws Port17Exception BAD_INPUT if it is none */
    public static byte[] after(byte[] diff) throws Port17Exception {
        ColumnSource in = source(diff);
        in.take(ROOT);
        return in.take(ROOT);
    }

    /** Bytes of a diff that leads to so many rows, at most. */
    public static int most(Columns before, int rows) {
        return (int) Math.min(Columns.MAX_BYTES, 256 + 26L * before.size + Columns.most(rows));
    }

    /** The same where nobody signed how many rows come out. */
    public static Columns apply(Columns before, byte[] diff) throws Port17Exception {
        return apply(before, diff, Columns.ANY);
    }

    /**
     * Goes the way. Unpacks no rows unless as many come out as expected.
     *
     * @param expected rows, as the head of the map after says
     * @throws Port17Exception BAD_INPUT if the diff is malformed, begins elsewhere, or does not lead where it says
     */
    public static Columns apply(Columns before, byte[] diff, int expected) throws Port17Exception {
        ColumnSource in = source(diff);
        if (!Arrays.equals(in.take(ROOT), before.root())) {
            throw in.bad("it begins at another map");
        }
        byte[] root = in.take(ROOT);
        List<Row> rows = kept(before, in);
        byte[] load = stepped(in, rows.size());
        byte[] capacity = stepped(in, rows.size());
        for (int i = 0; i < load.length; i++) {
            if (load[i] != 0 || capacity[i] != 0) {
                Row row = rows.get(i);
                rows.set(i, row.measured(row.capacity() + capacity[i] & 15, row.load() + load[i] & 15));
            }
        }
        move(in, rows);
        if (expected != Columns.ANY && rows.size() > expected) {
            throw in.bad("more rows stay than the head says");
        }
        Columns come = Columns.read(in, expected == Columns.ANY ? Columns.ANY : expected - rows.size());
        in.end();
        for (int i = 0; i < come.size; i++) {
            rows.add(come.row(i));
        }
        Columns after = Columns.of(rows);
        if (!Arrays.equals(after.root(), root)) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "map diff: does not lead where it says");
        }
        return after;
    }

    private static void move(ColumnSource in, List<Row> rows) throws Port17Exception {
        ColumnSource gaps = new ColumnSource(Packing.read(in, 5L * rows.size()), "map diff");
        ColumnSource places = new ColumnSource(Packing.read(in, (1L + Row.COORDINATES) * rows.size()), "map diff");
        int next = 0;
        while (gaps.remaining() > 0) {
            next += gaps.index(rows.size() - next);
            byte[] to = places.take(places.index(2) * Row.COORDINATES);
            rows.set(next, rows.get(next).at(to));
            next++;
        }
        places.end();
    }

    private static ColumnSource source(byte[] diff) throws Port17Exception {
        ColumnSource in = new ColumnSource(diff, "map diff");
        if (!Arrays.equals(in.take(MAGIC.length), MAGIC)) {
            throw in.bad("does not start like one of version 2");
        }
        return in;
    }

    private static List<Row> kept(Columns before, ColumnSource in) throws Port17Exception {
        ColumnSource gaps = new ColumnSource(Packing.read(in, 5L * before.size), "map diff");
        boolean[] gone = new boolean[before.size];
        int next = 0;
        while (gaps.remaining() > 0) {
            next += gaps.index(before.size - next);
            gone[next++] = true;
        }
        List<Row> rows = new ArrayList<>(before.size);
        for (int i = 0; i < before.size; i++) {
            if (!gone[i]) {
                rows.add(before.row(i));
            }
        }
        return rows;
    }

    private static byte[] stepped(ColumnSource in, int size) throws Port17Exception {
        ColumnSource gaps = new ColumnSource(Packing.read(in, 5L * size), "map diff");
        ColumnSource steps = new ColumnSource(Packing.read(in, size), "map diff");
        byte[] stepped = new byte[size];
        int next = 0;
        while (gaps.remaining() > 0) {
            next += gaps.index(size - next);
            stepped[next++] = (byte) steps.u8();
        }
        steps.end();
        return stepped;
    }
}
