package org.port17.sim.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.port17.sim.world.Addresses;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destination;
import org.port17.sim.world.FakeRegistry;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;
import org.port17.sim.world.WorldGenerator;

class LegsTest {
    private static final Spot EQUATOR = new Spot("BR", 0, 0);
    private static final Spot QUARTER = new Spot("ID", 0, 90);
    private final SplittableRandom random = new SplittableRandom(4);
    private final World honest =
            new WorldGenerator(new Cities(), new Addresses(new FakeRegistry(), 50_000, random)).generate(100, random);
    /** Node 100 stands exactly at the equator's origin. */
    private final World world = WorldGenerator.attacked(honest, EQUATOR, 0.5, 1);

    @Test
    void aRoundTripIsTheSumOfItsLegs() {
        var legs = new Legs();
        legs.add(world, EQUATOR, new int[] {100, 100, 100}, new Destination("a", List.of(QUARTER), QUARTER, 1));
        var figures = new Figures();
        legs.into(figures, "");
        // A quarter of the globe is 10,007.5 km: 2 ms and 0.016 ms a km, and 2 ms for each of three legs of no length.
        double direct = 2 + 0.016 * 6371 * Math.PI / 2;
        assertEquals(direct, figures.get("direct_ms_p50").orElseThrow(), 1e-6);
        assertEquals(direct + 6, figures.get("rtt_ms_p50").orElseThrow(), 1e-6);
        assertEquals(6371 * Math.PI / 2, figures.get("exit_km_p50").orElseThrow(), 1e-6);
        assertEquals(0, figures.get("same_country").orElseThrow());
    }

    @Test
    void aReplicatedDestinationIsNearToBothEnds() {
        var legs = new Legs();
        var destination = new Destination("a", List.of(QUARTER, EQUATOR), QUARTER, world.as(100));
        legs.add(world, QUARTER, new int[] {100, 100, 100}, destination);
        var figures = new Figures();
        legs.into(figures, "");
        assertEquals(2, figures.get("direct_ms_p50").orElseThrow(), 1e-6);
        assertEquals(0, figures.get("exit_km_p50").orElseThrow(), 1e-6);
        assertEquals(1, figures.get("same_country").orElseThrow());
        assertEquals(1, figures.get("exit_in_destination_as").orElseThrow());
    }
}
