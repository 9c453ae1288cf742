package org.port17.spi.measure;

import java.util.OptionalDouble;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Service: finds out how far apart nodes are, over the circuits that every client makes. Safe from any thread; blocks nobody. */
@ProviderType
public interface LatencyMeter {
    /**
     * The least round trip between two nodes, over the link that the first one has to the second: what the way to the second
     * takes through the first, less the way to the first alone (the method of Cangialosi, Levin and Spring, Ting, IMC 2015).
     * Nothing of it differs from what clients do, so neither node knows that it is measured. Either can make it longer; shorter only
     * both together.
     *
     * @param via dialled from here; no warrant is needed
     * @param to dialled by {@code via}
     * @return milliseconds, 0 or more; empty if it cannot be measured now. Never fails
     */
    CompletionStage<OptionalDouble> between(MeasureTarget via, MeasureTarget to);
}
