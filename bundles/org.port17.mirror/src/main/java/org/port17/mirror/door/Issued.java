package org.port17.mirror.door;

import java.util.Optional;
import org.port17.netmap.format.MapHead;

/**
 * A map that enough authorities signed, as it is handed out.
 *
 * @param prekeys the set that the head names, not modified; empty if it is not at hand, or not any more
 */
public record Issued(MapHead head, Edition edition, Optional<byte[]> prekeys) {
    /** The set goes with the head by this. */
    public String prekeyDigest() {
        return head.statement().prekeys();
    }

    Issued withoutPrekeys() {
        return new Issued(head, edition, Optional.empty());
    }

    public long epoch() {
        return head.statement().epoch();
    }

    public String root() {
        return edition.root();
    }
}
