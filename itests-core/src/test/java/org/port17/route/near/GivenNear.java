package org.port17.route.near;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.port17.route.kit.Levels;
import org.port17.spi.place.Places;
import org.port17.spi.route.RouteStrategy;

/** The strategy with its shipped levels, without OSGi. */
public final class GivenNear {
    private GivenNear() {}

    /** @param guards file of the entries kept */
    public static RouteStrategy strategy(Places places, Path guards) {
        return new NearStrategy(
                Levels.standard(), Optional.of(places), new NearSettings(1, "", guards), InstantSource.system());
    }

    /** What the component runtime does in the end. */
    public static void stop(RouteStrategy strategy) throws InterruptedException {
        ((NearStrategy) strategy).stop();
    }
}
