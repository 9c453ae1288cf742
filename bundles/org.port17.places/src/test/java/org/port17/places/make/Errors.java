package org.port17.places.make;

import java.util.List;
import java.util.TreeMap;

/** How far the file's points are from the source's, over addresses. */
final class Errors {
    private final TreeMap<Integer, Long> weights = new TreeMap<>();
    private long all;

    /** Over all /24 that a system announces. */
    static Errors of(List<MakePlaces.Run> runs, List<PlaceFileWriter.Run> ranges, SlotTable table) {
        Errors errors = new Errors();
        int at = -1;
        for (MakePlaces.Run run : runs) {
            while (at + 1 < ranges.size() && ranges.get(at + 1).start() <= run.start()) {
                at++;
            }
            PlaceFileWriter.Slot slot =
                    table.slots.get(at < 0 ? 0 : ranges.get(at).slot());
            if (run.system() != 0 && run.point() != 0 && slot.country() != 0) {
                int point = table.countries.get(slot.country()).points().get(slot.point());
                errors.add(Point.km(run.point(), point), run.end() - run.start());
            }
        }
        return errors;
    }

    private void add(double km, long weight) {
        weights.merge((int) Math.round(km), weight, Long::sum);
        all += weight;
    }

    private int quantile(double share) {
        double left = share * all;
        for (var e : weights.entrySet()) {
            left -= e.getValue();
            if (left <= 0) {
                return e.getKey();
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return "p50 " + quantile(0.5) + " km, p75 " + quantile(0.75) + " km, p90 " + quantile(0.9) + " km";
    }
}
