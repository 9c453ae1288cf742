package org.port17.suite.kit;

/** How the secrets of a suite come about. */
public enum Agreement {
    /** X-Wing for links and every epoch from 1 on, X25519 for onion prekeys. */
    HYBRID(new XWing(), true),
    /** X25519 for everything: small, and open to whoever records it and has a quantum computer later. */
    CLASSICAL(new X25519Kem(), false);

    final Kem link;
    final Kem onion = new X25519Kem();
    final boolean hybrid;

    Agreement(Kem link, boolean hybrid) {
        this.link = link;
        this.hybrid = hybrid;
    }
}
