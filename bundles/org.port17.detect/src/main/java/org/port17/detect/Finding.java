package org.port17.detect;

/** What is known of a client's side of a connection. */
public enum Finding {
    /** Nothing said yet, or the start of something that may be encrypted. Keep the bytes. */
    UNDECIDED,
    /** A whole start of an encrypting protocol, and all that followed fits it. */
    ENCRYPTED,
    /** Everything else, the unknown included. Never becomes {@link #ENCRYPTED}. */
    PLAINTEXT,
    /** What was said last must not leave and the connection must end; see {@link Recogniser#reason}. The last finding. */
    BROKEN
}
