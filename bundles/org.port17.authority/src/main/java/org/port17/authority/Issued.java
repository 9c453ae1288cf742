package org.port17.authority;

import org.port17.netmap.format.MapHead;

/** A map that enough authorities signed, as it is handed out. */
record Issued(MapHead head, Edition edition) {
    long epoch() {
        return head.statement().epoch();
    }

    String root() {
        return edition.root();
    }
}
