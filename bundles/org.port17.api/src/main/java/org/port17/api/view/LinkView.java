package org.port17.api.view;

/** A link to a neighbour. {@code peer} is a node name, or "client" for one that did not name itself. */
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
        long queuedBytes) {}
