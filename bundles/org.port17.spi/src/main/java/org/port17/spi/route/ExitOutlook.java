package org.port17.spi.route;

import java.util.List;
import org.port17.api.Node;

/**
 * Why an exit would be drawn, for the console.
 *
 * @param exit the node that would serve now
 * @param nodes how many nodes it is drawn from
 * @param owners how many owners these have
 * @param gain how many times its share of capacity one of them is drawn at most
 * @param farthestKm from the destination's place to the farthest of them
 * @param inSystem the share of draws that stay in the destination's autonomous system, 0 to 1; 0 if that is unknown
 * @param notes sentences on what was decided and why, in order
 */
public record ExitOutlook(
        Node exit, int nodes, int owners, double gain, double farthestKm, double inSystem, List<String> notes) {
    public ExitOutlook {
        notes = List.copyOf(notes);
    }
}
