package org.port17.spi.measure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Service: finds out how much nodes carry, by making them carry it. Safe from any thread; blocks nobody. */
@ProviderType
public interface CapacityMeter {
    /** A node that tells only lies gets at most 1 / (1 - this) of what it can carry. */
    double CLIENTS_SHARE = 0.25;

    /** Whatever is in the list is measured at once, so this is the most. */
    int MOST = 8;

    /**
     * Measures nodes at the same time, so that those that share a line share what it carries: the sum of the results is at most
     * 4/3 of what all of them together can carry. Takes as much of their lines, and of this machine's, as there is.
     *
     * @param together 1 to {@link #MOST} different nodes
     * @param time from when all of them are ready, or have failed
     * @return one for each node, in the same order; never fails
     */
    CompletionStage<List<Measurement>> measure(List<MeasureTarget> together, Duration time);
}
