package org.port17.mirror.door;

import org.port17.netmap.format.MapHead;

/** A map that enough authorities signed, as it is handed out. */
public record Issued(MapHead head, Edition edition) {
    public long epoch() {
        return head.statement().epoch();
    }

    public String root() {
        return edition.root();
    }
}
