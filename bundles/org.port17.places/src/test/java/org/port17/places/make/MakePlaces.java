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
    private record Run(long start, long end, int system, int point) {}

    private record Key(String country, int system) {}

    private final Map<Key, Clusters> clusters = new HashMap<>();
    private final Map<String, Clusters> countries = new TreeMap<>();
    private final Map<Integer, Long> weights = new HashMap<>();

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        byte[] file = new MakePlaces().make(new Sources(folder), args[1]);
        Files.write(Path.of(args[2]), file);
        System.out.println(file.length + " bytes");
    }

    private byte[] make(Sources sources, String version) throws IOException {
        List<Run> runs4 = runs(sources, 4);
        List<Run> runs6 = runs(sources, 6);
        clusters.forEach((key, c) -> c.settle(key.system() == 0 ? Long.MAX_VALUE : SPLIT_FROM));
        countries.values().forEach(c -> c.settle(Long.MAX_VALUE));
        var organisations = new Organisations(sources.names);
        var table = new SlotTable(clusters, countries);
        List<PlaceFileWriter.Run> ranges4 = table.runs(runs4.stream().map(this::keyed).toList());
        List<PlaceFileWriter.Run> ranges6 = table.runs(runs6.stream().map(this::keyed).toList());
        System.out.printf(
                "slots %d, IPv4 ranges %d, IPv6 ranges %d%n", table.slots.size(), ranges4.size(), ranges6.size());
        return new PlaceFileWriter()
                .write(
                        version,
                        ATTRIBUTION,
                        table.countries,
                        new TreeMap<>(organisations.lowest),
                        names(sources.names, organisations),
                        table.slots,
                        ranges4,
                        ranges6);
    }

    private SlotTable.Keyed keyed(Run run) {
        return new SlotTable.Keyed(run.start(), run.system(), run.point());
    }

    private List<Run> runs(Sources sources, int family) throws IOException {
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

    static Clusters clustersOf(Map<Key, Clusters> all, String country, int system) {
        return all.get(new Key(country, system));
    }

    /** Turns runs into slots. */
    static final class SlotTable {
        record Keyed(long start, int system, int point) {}

        private record Wanted(String country, int system, int point, int uncertainty) {}

        final List<PlaceFileWriter.Country> countries = new ArrayList<>();
        final List<PlaceFileWriter.Slot> slots = new ArrayList<>();
        private final Map<Key, Clusters> clusters;
        private final Map<Wanted, Integer> numbers = new HashMap<>();

        SlotTable(Map<Key, Clusters> clusters, Map<String, Clusters> middles) {
            this.clusters = clusters;
            TreeSet<Wanted> wanted = new TreeSet<>(Comparator.comparing(Wanted::country)
                    .thenComparing(Wanted::system)
                    .thenComparing(Wanted::point));
            Map<String, Map<Integer, Integer>> used = new HashMap<>();
            clusters.forEach((key, c) -> c.centres().forEach(point -> {
                wanted.add(new Wanted(key.country(), key.system(), point, c.uncertaintyOf(point)));
                used.computeIfAbsent(key.country(), k -> new HashMap<>()).merge(point, 1, Integer::sum);
            }));
            countries.add(new PlaceFileWriter.Country("ZZ", List.of(), 0));
            Map<String, Integer> index = new HashMap<>();
            middles.forEach((code, c) -> {
                int middle = c.centres().iterator().next();
                List<Integer> points = new ArrayList<>(used.get(code).keySet());
                points.remove((Integer) middle);
                points.sort(Comparator.<Integer>comparingInt(p -> -used.get(code).get(p))
                        .thenComparing(p -> p));
                points.add(0, middle);
                index.put(code, countries.size());
                countries.add(new PlaceFileWriter.Country(code, points, c.uncertaintyOf(middle)));
            });
            slots.add(new PlaceFileWriter.Slot(0, 0, 0, 0));
            Map<String, Map<Integer, Integer>> at = new HashMap<>();
            for (PlaceFileWriter.Country c : countries) {
                Map<Integer, Integer> positions = new HashMap<>();
                c.points().forEach(p -> positions.put(p, positions.size()));
                at.put(c.code(), positions);
            }
            for (Wanted w : wanted) {
                numbers.put(w, slots.size());
                slots.add(new PlaceFileWriter.Slot(
                        index.get(w.country()), w.system(), at.get(w.country()).get(w.point()), w.uncertainty()));
            }
        }

        List<PlaceFileWriter.Run> runs(List<Keyed> runs) {
            List<PlaceFileWriter.Run> out = new ArrayList<>();
            int last = 0;
            for (Keyed run : runs) {
                int slot = slot(run);
                if (slot != last) {
                    out.add(new PlaceFileWriter.Run(run.start(), slot));
                    last = slot;
                }
            }
            return out;
        }

        /** Where no point is known the system is of no use either: there are no such addresses in the sources. */
        private int slot(Keyed run) {
            if (run.point() == 0) {
                return 0;
            }
            String country = Point.country(run.point());
            Clusters c = clustersOf(clusters, country, run.system());
            int point = c.standIn(run.point());
            return numbers.get(new Wanted(country, run.system(), point, c.uncertaintyOf(point)));
        }
    }
}
