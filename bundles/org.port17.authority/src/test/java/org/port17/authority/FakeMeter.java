package org.port17.authority;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.spi.measure.CapacityMeter;
import org.port17.spi.measure.MeasureTarget;
import org.port17.spi.measure.Measurement;

/** Says what a test wants of nodes when the test wants it; of others that nobody is there. */
final class FakeMeter implements CapacityMeter {
    final Map<NodeId, Measurement> says = new HashMap<>();
    final List<List<MeasureTarget>> asked = new ArrayList<>();
    private CompletableFuture<List<Measurement>> running;

    /** Meters that find nothing. */
    static Meters meters() {
        return new Meters(
                new FakeMeter(),
                (via, to) -> CompletableFuture.completedFuture(OptionalDouble.empty()),
                Optional::empty);
    }

    void carries(NodeId node, long bytesPerSecond) {
        says.put(node, new Measurement(node, bytesPerSecond, Optional.empty()));
    }

    void fails(NodeId node, ErrorKind why) {
        says.put(node, Measurement.failed(node, why));
    }

    @Override
    public CompletionStage<List<Measurement>> measure(List<MeasureTarget> together, Duration time) {
        asked.add(together);
        running = new CompletableFuture<>();
        return running;
    }

    /** The round under way ends. */
    void end() {
        List<MeasureTarget> last = asked.get(asked.size() - 1);
        running.complete(last.stream()
                .map(t -> says.getOrDefault(t.node(), Measurement.failed(t.node(), ErrorKind.NODE_UNREACHABLE)))
                .toList());
    }
}
