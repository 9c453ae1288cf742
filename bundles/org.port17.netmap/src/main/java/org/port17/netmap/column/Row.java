package org.port17.netmap.column;

import java.util.Arrays;
import java.util.Optional;

/**
 * One node in the columns.
 *
 * @param ipv4 its address; 0 if it has none
 * @param ipv6 16 bytes, or none; do not modify
 * @param owner a number that all nodes of one owner share and no other, from 1; 0 if the owner has this node alone
 * @param capacity 0 not measured, else {@link Capacity}
 * @param load sixteenths of its capacity in use, 0 to 15
 * @param week in which the authorities first saw it, counted from the network's founding
 * @param located where it is, if the place database would be wrong about it
 * @param coordinates where it stands by measured round trips, if the place database is wrong about it: {@link Coordinates},
 *     3 bytes, or none; do not modify
 * @param commitment the first 16 bytes of the SHA-256 of its record; do not modify
 */
public record Row(
        int ipv4,
        byte[] ipv6,
        Shape shape,
        int owner,
        int capacity,
        int load,
        int week,
        Optional<Located> located,
        byte[] coordinates,
        byte[] commitment)
        implements Comparable<Row> {
    public static final int COMMITMENT = 16;
    static final int IPV6 = 16;
    static final int COORDINATES = 3;
    static final int CLASSES = 16;

    /** By address, then by commitment: the order of rows in a map. */
    @Override
    public int compareTo(Row other) {
        int byAddress = Integer.compareUnsigned(ipv4, other.ipv4);
        return byAddress != 0 ? byAddress : Arrays.compareUnsigned(commitment, other.commitment);
    }

    /** The same node with another capacity and load. */
    Row measured(int newCapacity, int newLoad) {
        return new Row(ipv4, ipv6, shape, owner, newCapacity, newLoad, week, located, coordinates, commitment);
    }

    /** The same node at another measured place; none: where the place database has it. */
    public Row at(byte[] newCoordinates) {
        return new Row(
                ipv4,
                ipv6,
                shape.placed(newCoordinates.length > 0),
                owner,
                capacity,
                load,
                week,
                located,
                newCoordinates,
                commitment);
    }

    /** The same node, first seen in another week. */
    public Row inWeek(int other) {
        return new Row(ipv4, ipv6, shape, owner, capacity, load, other, located, coordinates, commitment);
    }

    /** Whether both are the same node, apart from what is measured. */
    public boolean same(Row other) {
        return ipv4 == other.ipv4
                && Arrays.equals(ipv6, other.ipv6)
                && shape.placed(false).equals(other.shape.placed(false))
                && owner == other.owner
                && week == other.week
                && located.equals(other.located)
                && Arrays.equals(commitment, other.commitment);
    }

    /** Two rows are equal if they say the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Row that
                && capacity == that.capacity
                && load == that.load
                && Arrays.equals(coordinates, that.coordinates)
                && same(that);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(commitment);
    }

    @Override
    public String toString() {
        return "row of a map";
    }
}
