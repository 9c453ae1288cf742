package org.port17.api.view;

import org.port17.api.NodeId;

/**
 * A node that announced itself to this authority.
 *
 * @param listed whether this authority lists it
 * @param reason why it does, or does not; words for the operator
 * @param proven how many of its addresses are proven to be its own
 * @param addresses how many it has
 * @param sinceMillis since 1970, when it first proved its addresses, or announced itself
 * @param provenMillis since 1970, when all its addresses were proven last; 0 if they are not
 */
public record CandidateView(
        String name,
        NodeId id,
        String owner,
        boolean listed,
        String reason,
        int proven,
        int addresses,
        long sinceMillis,
        long provenMillis) {}
