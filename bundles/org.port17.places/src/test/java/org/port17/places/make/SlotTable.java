package org.port17.places.make;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.port17.places.make.MakePlaces.Run;

/** Numbers the slots and turns runs into ranges. */
final class SlotTable {
    private static final Wanted NOTHING = new Wanted("ZZ", 0, 0, 0);

    private record Wanted(String country, int system, int point, int uncertainty) {}

    final List<PlaceFileWriter.Country> countries = new ArrayList<>();
    final List<PlaceFileWriter.Slot> slots = new ArrayList<>();
    private final Map<MakePlaces.Key, Clusters> clusters;
    private final Map<Wanted, Integer> numbers = new HashMap<>();

    SlotTable(Map<MakePlaces.Key, Clusters> clusters, Map<String, Clusters> middles) {
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

    /** Each range as exactly as the slots are. */
    List<PlaceFileWriter.Run> ranges(List<Run> runs) {
        List<PlaceFileWriter.Run> ranges = new ArrayList<>();
        int last = 0;
        for (Run run : runs) {
            Wanted wanted = wanted(run);
            int slot = wanted.equals(NOTHING) ? 0 : numbers.get(wanted);
            if (slot != last) {
                ranges.add(new PlaceFileWriter.Run(run.start(), slot));
                last = slot;
            }
        }
        return ranges;
    }

    /** Where no point is known there are no such addresses: the source of points knows all that are in use. */
    private Wanted wanted(Run run) {
        if (run.point() == 0) {
            return NOTHING;
        }
        String country = Point.country(run.point());
        Clusters c = clusters.get(new MakePlaces.Key(country, run.system()));
        int point = c.standIn(run.point());
        return new Wanted(country, run.system(), point, c.uncertaintyOf(point));
    }
}
