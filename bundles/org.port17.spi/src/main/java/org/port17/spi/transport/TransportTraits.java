package org.port17.spi.transport;

/**
 * What the core must know of a transport.
 *
 * @param scheme lower-case letters and digits; first part of its endpoints
 * @param rank higher is preferred where a node offers several
 * @param ordered true for byte pipes. Datagram transports are not supported yet; the field is their place.
 */
public record TransportTraits(String scheme, int rank, boolean ordered) {}
