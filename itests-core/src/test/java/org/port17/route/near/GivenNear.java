package org.port17.route.near;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.port17.route.kit.Levels;
import org.port17.spi.route.RouteStrategy;

/** The strategy with levels as they are shipped, without OSGi and without places. */
public final class GivenNear {
    private GivenNear() {}

    public static RouteStrategy strategy(Path guards) {
        return new NearStrategy(
                Levels.standard(), Optional.empty(), new NearSettings(1, "", guards), InstantSource.system());
    }
}
