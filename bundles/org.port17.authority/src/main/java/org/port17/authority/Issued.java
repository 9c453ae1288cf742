package org.port17.authority;

import java.util.HexFormat;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedMap;

/** What the authority hands out now. The arrays are not modified. */
record Issued(SignedMap map, byte[] prekeys) {
    /** Entity tag of the map: its epoch. */
    String mapTag() {
        return Long.toString(map.statement().epoch());
    }

    /** Entity tag of the prekeys: 16 hexadecimal digits of their SHA-256. */
    String prekeyTag() {
        return HexFormat.of().formatHex(Signatures.sha256(prekeys), 0, 8);
    }
}
