package org.port17.places;

import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceSource;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.RangeVisitor;

/** A places file in memory. */
final class FileTable implements PlaceTable {
    private static final long IPV6_GLOBAL = 1L << 45;
    private static final long MAPPED = 0xffffL;
    private static final long NAT64 = 0x0064_ff9b_0000_0000L;
    private static final int SIX_TO_FOUR = 0x2002;
    private final Slots slots;
    private final Ranges v4;
    private final Ranges v6;
    private final PlaceSource source;

    FileTable(Slots slots, Ranges v4, Ranges v6, PlaceSource source) {
        this.slots = slots;
        this.v4 = v4;
        this.v6 = v6;
        this.source = source;
    }

    /** Knows nothing yet. */
    static FileTable empty() {
        Slots none = new Slots(1, 1, 0, 0, 0, 1);
        none.countries[0] = Place.NO_COUNTRY;
        Ranges v4 = new Ranges.V4(0);
        v4.done();
        Ranges v6 = new Ranges.V6(0);
        v6.done();
        return new FileTable(none, v4, v6, new PlaceSource("", "", "none yet", "", 0, 0, ""));
    }

    /** The same, saying why another file is not in force. */
    FileTable withProblem(String problem) {
        return new FileTable(
                slots,
                v4,
                v6,
                new PlaceSource(
                        source.version(),
                        source.digest(),
                        source.origin(),
                        source.attribution(),
                        source.ranges4(),
                        source.ranges6(),
                        problem));
    }

    @Override
    public Place place(byte[] address) {
        return switch (address.length) {
            case 4 -> placeOf(slot4((int) number(address, 0, 4)));
            case 16 -> placeOf(slot6(number(address, 0, 8), number(address, 8, 8)));
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes");
        };
    }

    private static long number(byte[] bytes, int from, int length) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    @Override
    public int slot4(int address) {
        return v4.slot((address & 0xffff_ffffL) >>> 8);
    }

    @Override
    public int slot6(long high, long low) {
        if (high >>> 61 == 1) {
            return high >>> 48 == SIX_TO_FOUR ? slot4((int) (high >>> 16)) : v6.slot((high >>> 16) - IPV6_GLOBAL);
        }
        boolean holdsIpv4 = high == 0 && low >>> 32 == MAPPED || high == NAT64 && low >>> 32 == 0;
        return holdsIpv4 ? slot4((int) low) : NOWHERE;
    }

    @Override
    public int slots() {
        return slots.as.length;
    }

    @Override
    public String country(int slot) {
        return slots.countries[slots.country[slot] & 0xff];
    }

    @Override
    public long as(int slot) {
        return slots.as[slot];
    }

    @Override
    public int organisation(int slot) {
        return slots.organisation(slots.as[slot]);
    }

    @Override
    public Place placeOf(int slot) {
        int country = slots.country[slot] & 0xff;
        if (country == 0) {
            return slots.as[slot] == 0
                    ? Place.UNKNOWN
                    : new Place(Place.NO_COUNTRY, as(slot), organisation(slot), 0, 0, Place.ANYWHERE_KM, false);
        }
        int point = slots.point[slot];
        return new Place(
                slots.countries[country],
                slots.as[slot],
                organisation(slot),
                slots.latitude[point],
                slots.longitude[point],
                PlaceFormat.km(slots.uncertainty[slot]),
                true);
    }

    @Override
    public Place placeOf(String code) {
        int country = slots.country(code);
        if (country == 0) {
            return Place.UNKNOWN;
        }
        int point = slots.firstPoint[country];
        return new Place(
                code,
                0,
                0,
                slots.latitude[point],
                slots.longitude[point],
                PlaceFormat.km(slots.countryUncertainty[country]),
                true);
    }

    @Override
    public int organisationOf(long as) {
        if (as < 0 || as > 0xffff_ffffL) {
            throw new IllegalArgumentException("an AS number out of bounds");
        }
        return slots.organisation((int) as);
    }

    @Override
    public String nameOf(int organisation) {
        return slots.name(organisation);
    }

    @Override
    public void ranges(RangeVisitor visitor) {
        v4.forEach(
                PlaceFormat.END4,
                (start, end, slot) -> visitor.range4((int) (start << 8), (int) ((end << 8) - 1), slot));
        v6.forEach(
                PlaceFormat.END6,
                (start, end, slot) -> visitor.range6(
                        start + IPV6_GLOBAL << 16, (end + IPV6_GLOBAL << 16) - 1, slot));
    }

    @Override
    public PlaceSource source() {
        return source;
    }
}
