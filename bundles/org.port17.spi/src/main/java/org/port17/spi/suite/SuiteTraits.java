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
 * @param offerBytes length of the public key of a ratchet step
 * @param answerBytes length of what the responder of a step encapsulates to it
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

    /** Every suite's proof that an end knows a new root. */
    public static final int CONFIRMATION = 16;

    /** Every suite's filler per cell and hop. */
    public static final int FILLER = 24;

    /** The same suite on another provider. */
    public SuiteTraits computedBy(String other) {
        return new SuiteTraits(
                id,
                name,
                rank,
                onion,
                hybrid,
                other,
                linkPrekeyBytes,
                onionPrekeyBytes,
                linkShareBytes,
                onionShareBytes,
                offerBytes,
                answerBytes);
    }

    public int prekeyBytes(PrekeyUse use) {
        return use == PrekeyUse.LINK ? linkPrekeyBytes : onionPrekeyBytes;
    }

    public int shareBytes(PrekeyUse use) {
        return use == PrekeyUse.LINK ? linkShareBytes : onionShareBytes;
    }
}
