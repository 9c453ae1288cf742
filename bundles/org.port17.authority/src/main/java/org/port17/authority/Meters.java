package org.port17.authority;

import java.util.Optional;
import java.util.function.Supplier;
import org.port17.spi.measure.CapacityMeter;
import org.port17.spi.measure.LatencyMeter;
import org.port17.spi.place.PlaceTable;

/**
 * What an authority measures nodes with.
 *
 * @param places the table in force, to hold places against; without one nobody looks where nodes stand
 */
record Meters(CapacityMeter capacity, LatencyMeter latency, Supplier<Optional<PlaceTable>> places) {}
