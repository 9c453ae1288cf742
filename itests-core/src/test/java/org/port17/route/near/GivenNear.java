package org.port17.route.near;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.port17.route.kit.Levels;
import org.port17.spi.place.Places;
import org.port17.spi.route.RouteStrategy;

/** The strategy with levels as they are shipped, without OSGi. */
public final class GivenNear {
    private GivenNear() {}

    /** Without places. */
    public static RouteStrategy strategy(Path guards) {
        return strategy(Optional.empty(), guards);
    }

    public static RouteStrategy strategy(Places places, Path guards) {
        return strategy(Optional.of(places), guards);
    }

    private static RouteStrategy strategy(Optional<Places> places, Path guards) {
        return new NearStrategy(Levels.standard(), places, new NearSettings(1, "", guards), InstantSource.system());
    }

    /** What the component runtime does in the end. */
    public static void stop(RouteStrategy strategy) throws InterruptedException {
        ((NearStrategy) strategy).stop();
    }
}
