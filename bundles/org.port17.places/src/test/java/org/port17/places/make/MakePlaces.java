package org.port17.places.make;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the places file from its sources: {@code MakePlaces FOLDER VERSION FILE}. docs/places.md says which sources and how
 * they get into the folder. The same sources give the same bytes.
 */
public final class MakePlaces {
    private static final String ATTRIBUTION =
            """
            IP Geolocation by DB-IP (https://db-ip.com): IP to City Lite, IP to ASN Lite.
            AS data by Route Views (https://www.routeviews.org) and by the NRO (https://www.nro.net).
            Packed by ip-location-db (https://github.com/sapics/ip-location-db).
            All under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). Changed by Port17: merged; rounded to /24, \
            /48 and quarters of a degree; points close together drawn into one; systems of one organisation joined.""";

    /** How many organisations keep their name, those with the most addresses first. */
    private static final int NAMES = 8_000;
    /** Systems with fewer /24 (or as many /48) than this in a country have one point there. */
    private static final long SPLIT_FROM = 64;

    private static final long WEIGHT6 = 64;

    /** A run of granules with one system and one point; either may be 0. */
    record Run(long start, long end, int system, int point) {}

    record Key(String country, int system) {}

    private final Map<Key, Clusters> clusters = new HashMap<>();
    private final Map<String, Clusters> countries = new TreeMap<>();
    private final Map<Integer, Long> weights = new HashMap<>();

    private final List<Run> runs4;
    private final List<Run> runs6;
    private final Sources sources;

    public static void main(String[] args) throws IOException {
        byte[] file = new MakePlaces(new Sources(Path.of(args[0]))).make(args[1], Detail.SHIPPED);
        Files.write(Path.of(args[2]), file);
    }

    MakePlaces(Sources sources) throws IOException {
        this.sources = sources;
        runs4 = runs(4);
        runs6 = runs(6);
        clusters.forEach((key, c) -> c.settle(key.system() == 0 ? Long.MAX_VALUE : SPLIT_FROM));
        countries.values().forEach(c -> c.settle(Long.MAX_VALUE));
    }

    byte[] make(String version, Detail detail) throws IOException {
        var organisations = new Organisations(sources.names);
        var table = new SlotTable(clusters, countries);
        var errors = new Errors();
        List<PlaceFileWriter.Run> ranges4 = table.runs(runs4, detail, 4, errors);
        List<PlaceFileWriter.Run> ranges6 = table.runs(runs6, detail, 6, new Errors());
        byte[] file = new PlaceFileWriter()
                .write(
                        version,
                        ATTRIBUTION,
                        table.countries,
                        new TreeMap<>(organisations.lowest),
                        names(sources.names, organisations),
                        table.slots,
                        ranges4,
                        ranges6);
        System.out.printf(
                "%s: slots %d, IPv4 ranges %d, IPv6 ranges %d, %d bytes; IPv4 against the source: %s%n",
                detail, table.slots.size(), ranges4.size(), ranges6.size(), file.length, errors);
        return file;
    }

    private List<Run> runs(int family) throws IOException {
        int bits = Granule.bits(family);
        Layer systems = Layer.of(sources.systems(family), bits);
        Layer points = Layer.of(sources.points(family), bits);
        long[] edges = java.util.stream.LongStream.concat(Arrays.stream(systems.edges()), Arrays.stream(points.edges()))
                .sorted()
                .distinct()
                .toArray();
        var system = systems.new Cursor();
        var point = points.new Cursor();
        List<Run> runs = new ArrayList<>(edges.length);
        for (int i = 0; i < edges.length; i++) {
            long end = i + 1 < edges.length ? edges[i + 1] : edges[i] + 1;
            Run run = new Run(edges[i], end, system.valueAt(edges[i]), point.valueAt(edges[i]));
            runs.add(run);
            weigh(run, family == 4 ? end - edges[i] : Math.min(WEIGHT6, end - edges[i]));
        }
        return runs;
    }

    private void weigh(Run run, long weight) {
        if (run.system() != 0) {
            weights.merge(run.system(), weight, Long::sum);
        }
        if (run.point() != 0) {
            String country = Point.country(run.point());
            clusters.computeIfAbsent(new Key(country, run.system()), k -> new Clusters())
                    .add(run.point(), weight);
            countries.computeIfAbsent(country, c -> new Clusters()).add(run.point(), weight);
        }
    }

    private TreeMap<Integer, String> names(Map<Integer, String> all, Organisations organisations) {
        Map<Integer, Long> weight = new HashMap<>();
        weights.forEach((system, w) -> weight.merge(organisations.of(system), w, Long::sum));
        TreeMap<Integer, String> names = new TreeMap<>();
        weight.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(NAMES)
                .forEach(e -> names.put(e.getKey(), cut(all.getOrDefault(e.getKey(), ""))));
        names.values().removeIf(String::isEmpty);
        return names;
    }

    /** At most 40 letters. */
    private static String cut(String name) {
        String clean = name.strip();
        while (clean.getBytes(StandardCharsets.UTF_8).length > 40) {
            clean = clean.substring(0, clean.offsetByCodePoints(clean.length(), -1)).strip();
        }
        return clean;
    }

}
