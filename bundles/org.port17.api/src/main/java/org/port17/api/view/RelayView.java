package org.port17.api.view;

/** Counters of a node that forwards for others. */
public record RelayView(
        long circuits,
        long builds,
        long buildsRefused,
        long cellsForwarded,
        long bytesForwarded,
        long exitStreams,
        long exitBytes,
        long tagFailures) {}
