package org.port17.spi.place;

import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Destination;

/**
 * Where destinations stand, from what exits told of earlier connections. Nothing here asks the network or writes anything
 * down, so that a first connection waits for nobody and what was visited is forgotten with the process. Thread-safe.
 *
 * <p>What is learned under one isolation key answers questions under that key only: one application's visits do not move
 * another one's routes.
 */
@ProviderType
public interface DestinationPlaces {
    /**
     * What is known now.
     *
     * @param isolation who asks; keys are compared by {@code equals}
     */
    DestinationPlace placeOf(Object isolation, Destination destination);

    /** An exit's word. One that contradicts itself or what the client saw is counted and otherwise ignored. */
    void told(Object isolation, Destination destination, Report report);

    /** How many pairs of key and host are remembered. */
    int size();

    /** How many reports were not believed. */
    long refused();

    /** Forgets everything. */
    void forget();
}
