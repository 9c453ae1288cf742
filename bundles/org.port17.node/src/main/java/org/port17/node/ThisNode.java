package org.port17.node;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.NodeId;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;

/** Service: this process's identity as a node. Absent in a plain client. Safe from any thread. */
@ProviderType
public interface ThisNode {
    NodeId id();

    String name();

    /** Ed25519 signature, 64 bytes, over {@code message} prefixed with {@code "P17/1 " + purpose + NUL}. */
    byte[] sign(String purpose, byte[] message);

    /** The secret half of one of this node's prekeys, while it is accepted. */
    Optional<OwnPrekey> prekey(int prekeyId);

    /** The signed record of the prekey that clients should use now; what it returns is published anyway. */
    Optional<SignedPrekey> offered(int suite, PrekeyUse use);

    /** Why an authority does not list this node, in its words; empty if none complains or nobody was asked. */
    default String missing() {
        return "";
    }

    /** What the node offers changed: sign a new record and publish it. Does not block. */
    void announce(Announcement announcement);
}
