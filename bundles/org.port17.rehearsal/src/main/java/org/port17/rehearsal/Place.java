package org.port17.rehearsal;

import org.port17.link.Links;
import org.port17.netmap.NetMap;
import org.port17.node.ThisNode;
import org.port17.plugins.Plugins;

/**
 * What one process of the made-up network has. All of it lives on one thread, the caller's, and is gone after the round.
 *
 * @param self null at the client
 */
public record Place(Links links, ThisNode self, NetMap map, Plugins plugins) {}
