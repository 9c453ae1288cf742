package org.port17.api;

/**
 * A wish for one connection.
 *
 * @param destination where to
 * @param application isolation and rules go by this name; empty if unknown. SOCKS puts the user name here.
 * @param edge which edge asks, for the console: {@code socks}, {@code http}
 * @param forwardSecret hold everything back, the destination too, until every hop has made its first ratchet step. Costs
 *     one round trip to the exit on a new circuit; without it what leaves in the first flight can be read by whoever
 *     steals a node's prekey within the hours that it is accepted
 */
public record StreamRequest(Destination destination, String application, String edge, boolean forwardSecret) {
    /** A wish in which speed comes first. */
    public StreamRequest(Destination destination, String application, String edge) {
        this(destination, application, edge, false);
    }
}
