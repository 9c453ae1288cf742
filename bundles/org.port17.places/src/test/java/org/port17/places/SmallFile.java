package org.port17.places;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.port17.places.make.PlaceFileWriter;
import org.port17.places.make.PlaceFileWriter.Country;
import org.port17.places.make.PlaceFileWriter.Run;
import org.port17.places.make.PlaceFileWriter.Slot;

/** A places file of a few ranges, for tests. */
final class SmallFile {
    /** Germany and Japan, systems 24940 (organisation 20000, "Hoster") and 2500; slot 3 has a country only. */
    static byte[] bytes(String version) {
        return bytes(version, List.of(new Run(0x010000, 1), new Run(0x010001, 0), new Run(0x7f0000, 2)));
    }

    static byte[] bytes(String version, List<Run> ranges4) {
        List<Country> countries = List.of(
                new Country("ZZ", List.of(), 0),
                new Country("DE", List.of(point("DE", 50, 8.5), point("DE", 52.5, 13.5)), 4),
                new Country("JP", List.of(point("JP", 35.75, 139.75)), 2));
        var organisations = new TreeMap<Integer, Integer>();
        organisations.put(24_940, 20_000);
        var names = new TreeMap<Integer, String>();
        names.put(20_000, "Hoster");
        names.put(30_000, "Ünïcode 東京");
        List<Slot> slots = List.of(
                new Slot(0, 0, 0, 0), new Slot(1, 24_940, 1, 2), new Slot(2, 2_500, 0, 3), new Slot(2, 2_600, 0, 0));
        // 2a01::/32 and nothing behind it.
        List<Run> ranges6 = List.of(new Run(0x0a01_0000_0000L, 1), new Run(0x0a01_0001_0000L, 0));
        try {
            return new PlaceFileWriter()
                    .write(version, "by nobody", countries, organisations, names, slots, ranges4, ranges6);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int point(String country, double latitude, double longitude) {
        return PlaceFileWriter.point(country, latitude, longitude);
    }

    private SmallFile() {}
}
