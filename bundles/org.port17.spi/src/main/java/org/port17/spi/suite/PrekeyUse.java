package org.port17.spi.suite;

/** What a prekey serves: the hybrid handshake of a link, or the small one of an onion {@code BUILD} slot (ADR 0003). */
public enum PrekeyUse {
    LINK,
    ONION
}
