package org.port17.netmap.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes of a map in fixed groups of about 64, which everybody can work out from the columns. Records and prekeys are
 * fetched by the group, so that a request tells a group and no node. A group holds nodes of one capacity class, drawn
 * together by their commitments: neither their places nor their owners say which group they are in. A class is split in two
 * when it grows beyond a power of two, and a node moves only then or when its class changes.
 */
public final class Cells {
    private static final int AIM = 64;
    private final Columns columns;
    private final int[] first = new int[Row.CLASSES + 1];
    private final int[] bits = new int[Row.CLASSES];
    private final int[][] rows;

    public Cells(Columns columns) {
        this.columns = columns;
        int[] sizes = new int[Row.CLASSES];
        for (int row = 0; row < columns.size(); row++) {
            sizes[columns.capacityClass(row)]++;
        }
        for (int c = 0; c < Row.CLASSES; c++) {
            while (sizes[c] > AIM << bits[c]) {
                bits[c]++;
            }
            first[c + 1] = first[c] + (sizes[c] == 0 ? 0 : 1 << bits[c]);
        }
        List<List<Integer>> lists = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            lists.add(new ArrayList<>(AIM));
        }
        for (int row = 0; row < columns.size(); row++) {
            lists.get(cell(row)).add(row);
        }
        rows = new int[count()][];
        Arrays.setAll(rows, i -> lists.get(i).stream().mapToInt(r -> r).toArray());
    }

    public int count() {
        return first[Row.CLASSES];
    }

    /** The cell of a row. */
    public int cell(int row) {
        int c = columns.capacityClass(row);
        int at = row * Row.COMMITMENT;
        int head = (columns.commitment[at] & 0xff) << 16
                | (columns.commitment[at + 1] & 0xff) << 8
                | columns.commitment[at + 2] & 0xff;
        return first[c] + (head >>> 24 - bits[c]);
    }

    /** The rows of a cell, ascending; a fresh copy. */
    public int[] rows(int cell) {
        return rows[cell].clone();
    }

    /** Capacity class of all nodes in a cell. */
    int capacityClass(int cell) {
        int c = 0;
        while (first[c + 1] <= cell) {
            c++;
        }
        return c;
    }

    /** What stays the same of a cell while other classes grow and shrink. */
    byte[] name(int cell) {
        int c = capacityClass(cell);
        return new ColumnSink(8).u8(c).u8(bits[c]).u32(cell - first[c]).bytes();
    }
}
