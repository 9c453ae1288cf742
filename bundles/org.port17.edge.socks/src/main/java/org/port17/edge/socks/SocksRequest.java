package org.port17.edge.socks;

import org.port17.api.Destination;

/**
 * A well-formed CONNECT.
 *
 * @param application the user name given, empty without one
 */
record SocksRequest(Destination destination, String application) {}
