package org.port17.api.view;

/** A client's stream. {@code destination} is for the user's own console and is never logged. */
public record StreamView(
        long id,
        long circuit,
        String edge,
        String application,
        String destination,
        String state,
        long bytesUp,
        long bytesDown,
        long ageMillis) {}
