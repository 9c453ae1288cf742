package org.port17.spi.measure;

import java.util.OptionalDouble;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Service: finds out how far apart nodes are, over the circuits that every client makes. Safe from any thread; blocks nobody. */
@ProviderType
public interface LatencyMeter {
    /**
     * The least round trip between two nodes: what the way to the second takes through the first, less the way to the first alone (the
     * method of Cangialosi, Levin and Spring, Ting, IMC 2015), and the same with the two exchanged; the longer counts. The first
     * alone could make the difference smaller, by answering late itself, so only both together can make the result shorter. Either can make it
     * longer. No message is sent that clients do not send; who knows the dialler's address can guess what it is for.
     *
     * @return milliseconds, 0 or more; empty if it cannot be measured now. Never fails
     */
    CompletionStage<OptionalDouble> between(MeasureTarget one, MeasureTarget other);
}
