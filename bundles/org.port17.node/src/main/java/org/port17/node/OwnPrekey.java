package org.port17.node;

import org.port17.netmap.PrekeyRecord;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;

/** A prekey of this node, with the suite that made it and the shares already seen under it. */
public interface OwnPrekey {
    PrekeyRecord record();

    CipherSuite suite();

    Prekey secret();

    /**
     * Notes a share as seen. Exact and bounded; when the cache is full every share is refused.
     *
     * @return true the first time; false if it was seen before or the cache is full: refuse the handshake
     */
    boolean firstSeen(byte[] share);

    /** Whether the memory for shares is full, so that every handshake is refused. Safe from any thread. */
    boolean full();
}
