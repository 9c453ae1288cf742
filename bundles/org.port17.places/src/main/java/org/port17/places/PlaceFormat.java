package org.port17.places;

/**
 * The layout of a places file, all numbers big-endian. Text is UTF-8 with its length in front (u16).
 *
 * <pre>
 * "P17L" | format u8 = 1 | version of the data, text | attribution, text
 * counts, u32 each: countries, points, systems with an organisation of another number, names, bytes of all names, slots,
 *   IPv4 ranges, IPv6 ranges
 * columns (deflated, no wrapper) | SHA-256 of everything before (32)
 * </pre>
 *
 * <p>Columns, one after the other in one deflated stream; {@code varint} is 7 bits a byte, lowest first, bit 7 set on
 * all but the last:
 *
 * <pre>
 * countries      code (2), number of points varint, points: latitude and longitude in quarters of a degree, u16 each,
 *                from -90 and -180; the first is the country's middle; then the country's uncertainty, class u8
 * organisations  system, varint over the one before; organisation, varint
 * names          organisation, varint over the one before; length u8; UTF-8
 * slots          from 1, in the order of countries: country, varint over the one before; system, varint over the one
 *                before of the same country; point of the country, varint; uncertainty, class u8
 * ranges         IPv4, then IPv6: length of the range before, varint (the first: where it starts); slot: u8 0 to 254
 *                is the place in a list of the 255 used last, 255 is followed by the number itself, u8 * 3
 * </pre>
 *
 * <p>A range ends where the next one starts. IPv4 counts in /24, IPv6 in /48 from 2000::. Uncertainty class c is
 * 25 km * 2^(c/2).
 */
public final class PlaceFormat {
    static final byte[] MAGIC = {'P', '1', '7', 'L'};
    public static final int FORMAT = 1;
    public static final int DIGEST = 32;

    public static final int MAX_FILE = 16 << 20;
    public static final int MAX_VERSION = 64;
    public static final int MAX_ATTRIBUTION = 4_096;
    public static final int MAX_COUNTRIES = 255;
    public static final int MAX_POINTS = 65_536;
    public static final int MAX_ORGANISATIONS = 1 << 17;
    public static final int MAX_NAMES = 1 << 16;
    public static final int MAX_NAME_BYTES = 4 << 20;
    public static final int MAX_SLOTS = 1 << 20;
    public static final int MAX_RANGES = 1 << 21;

    /** One more than the highest /24. */
    public static final long END4 = 1L << 24;
    /** One more than the highest /48 of 2000::/3, counted from 2000::. */
    public static final long END6 = 1L << 45;

    public static final int RECENT = 255;
    public static final int CLASSES = 20;

    private PlaceFormat() {}

    public static double km(int uncertainty) {
        return Math.min(20_015, 25 * Math.pow(2, uncertainty / 2.0));
    }

    /** The smallest class that covers a distance. */
    public static int uncertainty(double km) {
        int c = 0;
        while (c < CLASSES - 1 && km(c) < km) {
            c++;
        }
        return c;
    }
}
