package org.port17.api.view;

/**
 * One hop of a circuit.
 *
 * @param epoch number of public-key ratchet steps done
 * @param phase number of symmetric chain steps done in this epoch, sending direction
 * @param bytesUnderKey bytes the current sending key has protected
 */
public record HopView(
        String node,
        String name,
        String owner,
        String country,
        String suite,
        int epoch,
        long phase,
        long bytesUnderKey) {}
