package org.port17.measure;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.plugins.Plugins;
import org.port17.spi.measure.CapacityMeter;
import org.port17.spi.measure.LatencyMeter;
import org.port17.spi.measure.MeasureTarget;
import org.port17.spi.measure.Measurement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures on this process's loop, over links of its own. */
@Component(
        name = "org.port17.measure",
        service = {CapacityMeter.class, LatencyMeter.class})
public final class MeasureService implements CapacityMeter, LatencyMeter {
    private static final Logger LOG = LoggerFactory.getLogger(MeasureService.class);
    private final Loop loop;
    private final Plugins plugins;
    private final SecureRandom random = new SecureRandom();

    @Activate
    public MeasureService(@Reference Loop loop, @Reference Plugins plugins) {
        this.loop = loop;
        this.plugins = plugins;
    }

    @Override
    public CompletionStage<List<Measurement>> measure(List<MeasureTarget> together, Duration time) {
        if (together.isEmpty() || together.size() > MOST || time.toSeconds() < 1) {
            throw new IllegalArgumentException("1 to " + MOST + " nodes, for a second or longer");
        }
        List<MeasureTarget> targets = List.copyOf(together);
        CompletableFuture<List<Measurement>> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                new Round(loop, time, answer).start(targets, plugins, random);
            } catch (RuntimeException e) {
                LOG.error("a defect kept nodes from being measured", e);
                answer.complete(targets.stream()
                        .map(t -> Measurement.failed(t.node(), ErrorKind.INTERNAL))
                        .toList());
            }
        });
        return answer;
    }

    /** Who makes his own answers late seems nearer to the second hop, but not to the first. */
    @Override
    public CompletionStage<OptionalDouble> between(MeasureTarget one, MeasureTarget other) {
        return first(one, other)
                .thenCompose(there -> there.isEmpty()
                        ? CompletableFuture.completedFuture(there)
                        : first(other, one)
                                .thenApply(back -> back.isEmpty()
                                        ? back
                                        : OptionalDouble.of(Math.max(there.getAsDouble(), back.getAsDouble()))));
    }

    private CompletionStage<OptionalDouble> first(MeasureTarget via, MeasureTarget to) {
        CompletableFuture<OptionalDouble> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                new LatencyProbe(List.of(via, to), loop, plugins, random, answer);
            } catch (Port17Exception e) {
                LOG.debug("a round trip cannot be measured, {}", e.kind());
                answer.complete(OptionalDouble.empty());
            } catch (RuntimeException e) {
                LOG.error("a defect kept a round trip from being measured", e);
                answer.complete(OptionalDouble.empty());
            }
        });
        return answer;
    }
}
