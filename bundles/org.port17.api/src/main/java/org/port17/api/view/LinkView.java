package org.port17.api.view;

/**
 * A link to a neighbour. {@code peer} is a node name, or "client" for one that did not name itself.
 *
 * @param suite under which this end seals; empty without a connection
 * @param epoch under which this end seals
 * @param phase keys used up in that epoch, sealing direction
 * @param bytesUnderKey bytes the present sealing key has protected
 */
public record LinkView(
        long id,
        String peer,
        String transport,
        boolean dialled,
        String state,
        String suite,
        int circuits,
        long bytesIn,
        long bytesOut,
        int reconnects,
        long queuedBytes,
        int epoch,
        long phase,
        long bytesUnderKey) {}
