package org.port17.circuit;

import java.util.List;
import java.util.Optional;
import org.port17.api.NodeId;
import org.port17.spi.suite.CipherSuite;

/** Which suite a hop should run under now. */
@FunctionalInterface
interface SuiteChoice {
    /**
     * The client's most preferred suite that the map and the node permit too; empty if there is none.
     *
     * @param told what the node itself said it permits, or null to go by its record in the map
     */
    Optional<CipherSuite> suite(NodeId node, List<Integer> told);
}
