package org.port17.spi.place;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Address ranges and what is known of them. Immutable and thread-safe.
 *
 * <p>A slot is a number that stands for one combination of country and autonomous system in this table; the methods that
 * take and give slots allocate nothing. Slot 0 is the unknown.
 */
@ProviderType
public interface PlaceTable {
    /** The slot of an address that nothing is known of. */
    int NOWHERE = 0;

    /**
     * Where an address stands.
     *
     * @param address 4 bytes of IPv4 or 16 of IPv6, as on the wire. An IPv4 address within IPv6 (mapped, 6to4, NAT64) is
     *     looked up as what it holds
     * @return {@link Place#UNKNOWN} for addresses that nobody was given, and for private and special ones
     * @throws IllegalArgumentException for any other length
     */
    Place place(byte[] address);

    /** The slot of an IPv4 address, its first byte the highest. Cost: some tens of nanoseconds, no allocation. */
    int slot4(int address);

    /** The slot of an IPv6 address in two halves. Cost as {@link #slot4}. */
    int slot6(long high, long low);

    /** How many slots there are; all are below. */
    int slots();

    /** ISO 3166-1 alpha-2, {@code ZZ} if unknown. */
    String country(int slot);

    /** 0 if unknown. */
    long as(int slot);

    /** See {@link Place#organisation}. */
    int organisation(int slot);

    /** All of a slot as a value. */
    Place placeOf(int slot);

    /**
     * The middle of a country, for a node of which no more is known than what it says.
     *
     * @param country ISO 3166-1 alpha-2 in upper case
     * @return a place without system, not known for a code without data
     */
    Place placeOf(String country);

    /** Who runs a system, see {@link Place#organisation}: the number itself for one that the table does not list. */
    int organisationOf(long as);

    /** The organisation's name as its registry has it, for people; empty if the table has none. */
    String nameOf(int organisation);

    /** All ranges, IPv4 first, in ascending order, without the unknown ones. */
    void ranges(RangeVisitor visitor);

    /** Where the data comes from and under which terms. */
    PlaceSource source();
}
