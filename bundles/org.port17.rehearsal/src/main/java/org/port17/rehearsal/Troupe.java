package org.port17.rehearsal;

import org.port17.api.Loop;
import org.port17.spi.transport.Transport;

/**
 * The real things of this process that a rehearsal plays with.
 *
 * @param loop the one that serves real traffic
 * @param wires carries links between made-up nodes, over loopback
 * @param node null for nodes that only do what a client needs
 * @param client null for a client that only does what nodes need
 * @param door null for an application that calls the client in memory
 * @param exit null for a destination in memory
 */
public record Troupe(Loop loop, Transport wires, NodePart node, ClientPart client, DoorPart door, ExitPart exit) {}
