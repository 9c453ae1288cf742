package org.port17.spi.place;

/**
 * What is known of where a destination stands.
 *
 * @param kind how it is known
 * @param place the place; not known for {@code UNKNOWN} and {@code EVERYWHERE}
 * @param exits how many exits of different owners said so
 */
public record DestinationPlace(Kind kind, Place place, int exits) {
    /** Nothing. */
    public static final DestinationPlace UNKNOWN = new DestinationPlace(Kind.UNKNOWN, Place.UNKNOWN, 0);

    /** How a place is known, from nothing to what exits saw. */
    public enum Kind {
        /** Nothing is known. */
        UNKNOWN,
        /** A guess by the name's country code: a weak prior, no ground to leave the exits elsewhere out. */
        HINT,
        /** The destination is an address, and this is where the data says it stands. */
        ADDRESS,
        /** Exits were there. */
        LEARNED,
        /** It answers near whoever asks (anycast, or names that give each region its own address): no place at all. */
        EVERYWHERE
    }
}
