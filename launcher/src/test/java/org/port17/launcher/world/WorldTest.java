package org.port17.launcher.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.places.PlaceFile;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;

class WorldTest {
    private final World world = World.read();

    @TempDir
    Path temp;

    @Test
    void itHasTheNodesThatItPromises() {
        assertEquals(20, world.nodes().size());
        assertEquals(12, world.nodes().stream().map(Spot::country).distinct().count());
        assertEquals(9, world.nodes().stream().map(Spot::owner).distinct().count());
        assertEquals(3, world.origins().size());
        assertFalse(world.client().isNode());
    }

    /** Routes never have two nodes of one owner, system or network; names and addresses are one spot's. */
    @Test
    void noTwoSpotsAreMistakenForEachOther() {
        Set<Object> seen = new HashSet<>();
        for (Spot spot : world.spots()) {
            assertTrue(seen.add(spot.name()), spot.city());
            assertTrue(seen.add(spot.address()), spot.city());
        }
        for (Spot a : world.spots()) {
            for (Spot b : world.spots()) {
                boolean one = a.equals(b) || !a.owner().isEmpty() && a.owner().equals(b.owner());
                assertEquals(one, a.as() == b.as(), a.city() + " and " + b.city());
            }
        }
    }

    /** Where there are few owners, a choice holds the nearest exits of each: they must stand together for it to be near. */
    @Test
    void everyOriginHasAnExitOfEachOwnerAround() {
        Set<String> owners = new HashSet<>();
        world.exits().forEach(exit -> owners.add(exit.owner()));
        for (Spot origin : world.origins()) {
            List<Spot> nearest = world.exits().stream()
                    .sorted((a, b) -> Double.compare(origin.kmTo(a), origin.kmTo(b)))
                    .limit(owners.size())
                    .toList();
            assertEquals(owners, new HashSet<>(nearest.stream().map(Spot::owner).toList()), origin.city());
            assertTrue(nearest.stream().anyMatch(Spot::trusted), origin.city());
            assertTrue(nearest.stream().anyMatch(exit -> !exit.trusted()), origin.city());
        }
    }

    @Test
    void itsPlacesFileSaysWhereEverybodyStands() throws Exception {
        Path file = temp.resolve("world.p17l");
        WorldPlaces.write(world, file);
        PlaceTable table = PlaceFile.table(file);
        for (Spot spot : world.spots()) {
            Place place = table.place(InetAddress.getByName(spot.address()).getAddress());
            assertEquals(spot.country(), place.country());
            assertEquals(spot.as(), place.as());
            assertEquals(spot.latitude(), place.latitude(), 0.001);
            assertEquals(spot.longitude(), place.longitude(), 0.001);
        }
        assertFalse(table.place(new byte[] {127, 0, 0, 1}).known());
        assertTrue(Files.size(file) < 4096);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"exit alder trusted JP 1 2", "entry alder trusted JP 1 2 Tokyo", "exit alder trusted Japan 1 2 X"
            })
    void otherLinesAreNone(String line) {
        assertThrows(IllegalArgumentException.class, () -> World.parse(Stream.of(line)));
    }
}
