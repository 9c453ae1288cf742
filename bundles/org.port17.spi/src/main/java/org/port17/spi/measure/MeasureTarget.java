package org.port17.spi.measure;

import java.util.List;
import org.port17.api.Endpoint;
import org.port17.api.NodeId;

/**
 * A node to be measured.
 *
 * @param prekeys signed records of its prekeys, in any order; one for links and one for onion layers are needed, of one suite
 * @param warrant what shows the node that an authority wants it; do not modify
 */
public record MeasureTarget(NodeId node, List<Endpoint> endpoints, List<byte[]> prekeys, byte[] warrant) {
    public MeasureTarget {
        endpoints = List.copyOf(endpoints);
        prekeys = List.copyOf(prekeys);
    }
}
