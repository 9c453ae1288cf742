package org.port17.api;

/**
 * A wish for one connection.
 *
 * @param destination where to
 * @param application isolation and rules go by this name; empty if unknown. SOCKS puts the user name here.
 * @param edge which edge asks, for the console: {@code socks}, {@code http}
 */
public record StreamRequest(Destination destination, String application, String edge) {}
