package org.port17.rehearsal;

import org.port17.link.LaneAcceptor;
import org.port17.spi.dialer.ExitDialer;

/** Service: plays the nodes of the made-up network with the classes that serve real circuits. */
public interface NodePart {
    /** A node with nothing in it yet. It must not be seen in any counter, view or log. */
    LaneAcceptor node(Place place, ExitDialer exit);
}
