package org.port17.spi.suite;

/**
 * @param id registry number, u16, never reused
 * @param name registry name, never reused
 * @param rank higher is preferred by default
 * @param onion whether it may serve onion layers (seekable keystream); links may use every suite
 * @param hybrid whether each epoch from 1 on mixes a post-quantum secret
 * @param provider what computes the bulk AEAD, for the console
 * @param linkPrekeyBytes public prekey for links
 * @param onionPrekeyBytes public prekey for onion slots
 * @param linkShareBytes what {@link CipherSuite#initiate} sends for a link
 * @param onionShareBytes what it sends for an onion slot
 * @param offerBytes length of a ratchet offer
 * @param answerBytes length of a ratchet answer
 */
public record SuiteTraits(
        int id,
        String name,
        int rank,
        boolean onion,
        boolean hybrid,
        String provider,
        int linkPrekeyBytes,
        int onionPrekeyBytes,
        int linkShareBytes,
        int onionShareBytes,
        int offerBytes,
        int answerBytes) {
    /** Every suite's AEAD tag. */
    public static final int TAG = 16;

    /** Every suite's filler per cell and hop. */
    public static final int FILLER = 24;

    public int prekeyBytes(PrekeyUse use) {
        return use == PrekeyUse.LINK ? linkPrekeyBytes : onionPrekeyBytes;
    }

    public int shareBytes(PrekeyUse use) {
        return use == PrekeyUse.LINK ? linkShareBytes : onionShareBytes;
    }
}
