package org.port17.launcher.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.port17.places.make.PlaceFileWriter;
import org.port17.places.make.PlaceFileWriter.Country;
import org.port17.places.make.PlaceFileWriter.Run;
import org.port17.places.make.PlaceFileWriter.Slot;
import org.port17.spi.place.Place;

/** Writes a world's places file: what the product reads instead of its own data, with nothing but the world's addresses. */
public final class WorldPlaces {
    private static final int UNCERTAINTY = 0;

    private WorldPlaces() {}

    public static void write(World world, Path file) throws IOException {
        TreeMap<String, List<Spot>> byCountry = new TreeMap<>();
        world.spots()
                .forEach(s -> byCountry
                        .computeIfAbsent(s.country(), c -> new ArrayList<>())
                        .add(s));
        List<Country> countries = new ArrayList<>(List.of(new Country(Place.NO_COUNTRY, List.of(), UNCERTAINTY)));
        List<Slot> slots = new ArrayList<>(List.of(new Slot(0, 0, 0, UNCERTAINTY)));
        List<Run> ranges = new ArrayList<>();
        for (List<Spot> spots : byCountry.values()) {
            // Slots of a country come in the order of their systems.
            spots.sort(Comparator.comparingInt(Spot::as));
            countries.add(new Country(
                    spots.get(0).country(),
                    spots.stream()
                            .map(s -> PlaceFileWriter.point(s.country(), s.latitude(), s.longitude()))
                            .toList(),
                    UNCERTAINTY));
            for (int point = 0; point < spots.size(); point++) {
                int network = network(spots.get(point));
                ranges.add(new Run(network, slots.size()));
                ranges.add(new Run(network + 1L, 0));
                slots.add(new Slot(countries.size() - 1, spots.get(point).as(), point, UNCERTAINTY));
            }
        }
        ranges.sort(Comparator.comparingLong(Run::start));
        Files.write(
                file,
                new PlaceFileWriter()
                        .write(
                                "demo world",
                                "made up",
                                countries,
                                new TreeMap<>(),
                                new TreeMap<>(),
                                slots,
                                ranges,
                                List.of()));
    }

    /** The /24 of its address, as a places file counts. */
    private static int network(Spot spot) {
        String[] part = spot.address().split("\\.");
        return Integer.parseInt(part[0]) << 16 | Integer.parseInt(part[1]) << 8 | Integer.parseInt(part[2]);
    }
}
