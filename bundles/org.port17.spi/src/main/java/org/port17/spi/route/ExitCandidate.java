package org.port17.spi.route;

import org.port17.api.Node;

/** A node that may be the exit, and how gladly. */
public record ExitCandidate(Node node, double weight) {}
