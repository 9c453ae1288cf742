package org.port17.onion;

import org.port17.api.NodeId;
import org.port17.spi.suite.CipherSuite;

/**
 * What a client needs to put a node into a route.
 *
 * @param prekey the node's public ONION prekey
 * @param prekeyDigest SHA-256 of its signed record
 * @param token {@link org.port17.spi.payment.Payment#TOKEN_BYTES} bytes for this node
 */
public record HopPlan(NodeId node, CipherSuite suite, int prekeyId, byte[] prekey, byte[] prekeyDigest, byte[] token) {}
