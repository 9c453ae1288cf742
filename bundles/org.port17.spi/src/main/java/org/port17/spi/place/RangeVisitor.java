package org.port17.spi.place;

/** Takes the ranges of a table, one after the other. */
public interface RangeVisitor {
    /** @param first and {@code last} as unsigned numbers, both within the range */
    void range4(int first, int last, int slot);

    /**
     * @param high the upper half of the first address, whose lower half is zero
     * @param lastHigh the upper half of the last address, whose lower half is all ones
     */
    void range6(long high, long lastHigh, int slot);
}
