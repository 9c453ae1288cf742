package org.port17.netmap;

import org.port17.api.NodeId;
import org.port17.spi.suite.PrekeyUse;

/**
 * A verified public prekey.
 *
 * @param id unsigned 32 bits, unique per node while any of its prekeys is accepted
 * @param notBefore seconds since 1970
 * @param useUntil clients use it until then (6 h)
 * @param acceptUntil the node answers to it until then (12 h)
 * @param publicKey do not modify
 * @param digest SHA-256 of the signed record, 32 bytes; part of every handshake's transcript; do not modify
 */
public record PrekeyRecord(
        NodeId node,
        int suite,
        PrekeyUse use,
        int id,
        long notBefore,
        long useUntil,
        long acceptUntil,
        byte[] publicKey,
        byte[] digest) {}
