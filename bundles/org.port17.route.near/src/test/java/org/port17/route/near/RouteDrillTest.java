package org.port17.route.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.route.kit.Levels;
import org.port17.testkit.ListedNetwork;

class RouteDrillTest {
    private static RouteDrill drill(int floor, int nodes) {
        return new RouteDrill(
                new LevelSet(Levels.standard(), floor),
                "CH",
                Optional.of(Fresh.TestPlaces::new),
                Fresh.CLOCK,
                new ListedNetwork(Fresh.nodes(nodes)),
                0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void itPlansAtEachLevelUntilItIsStopped(int floor) throws InterruptedException {
        RouteDrill drill = drill(floor, 400);
        Thread thread = new Thread(drill);
        thread.start();
        while (drill.planned() < 200 && thread.isAlive()) {
            Thread.onSpinWait();
        }
        assertTrue(thread.isAlive(), "planned " + drill.planned());
        thread.interrupt();
        thread.join();
        assertTrue(drill.planned() < RouteDrill.ROUNDS);
    }

    @Test
    void whereThereIsNoRouteItEnds() {
        RouteDrill drill = drill(1, 2);
        drill.run();
        assertEquals(0, drill.planned());
        assertFalse(Thread.interrupted());
    }
}
