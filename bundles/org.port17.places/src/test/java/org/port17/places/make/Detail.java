package org.port17.places.make;

import java.util.ArrayList;
import java.util.List;
import org.port17.places.PlaceFormat;

/**
 * How much detail a file keeps. Within one system a range goes on over what lies close to its point, and over a few
 * granules that do not.
 *
 * @param closeKm what counts as close, in km
 * @param few granules fewer than this in another place of the same country are passed over
 * @param abroad granules fewer than this even in another country
 */
record Detail(double closeKm, long few, long abroad) {
    static final Detail IPV4 = new Detail(400, 8, 1);
    static final Detail IPV6 = new Detail(1_000, 1L << 16, 4);

    /** @param end one more than the last granule */
    List<PlaceFileWriter.Run> applied(
            List<PlaceFileWriter.Run> ranges,
            List<PlaceFileWriter.Slot> slots,
            List<PlaceFileWriter.Country> countries,
            long end) {
        List<PlaceFileWriter.Run> kept = new ArrayList<>();
        int last = 0;
        for (int i = 0; i < ranges.size(); i++) {
            PlaceFileWriter.Run range = ranges.get(i);
            long granules = (i + 1 < ranges.size() ? ranges.get(i + 1).start() : end) - range.start();
            PlaceFileWriter.Slot before = slots.get(last);
            PlaceFileWriter.Slot here = slots.get(range.slot());
            boolean joins = last != 0
                    && range.slot() != 0
                    && before.as() == here.as()
                    && (before.country() == here.country()
                            ? granules < few || km(before, here, countries) <= closeKm
                            : granules < abroad);
            if (!joins && range.slot() != last) {
                kept.add(range);
                last = range.slot();
            }
        }
        return kept;
    }

    private static double km(PlaceFileWriter.Slot a, PlaceFileWriter.Slot b, List<PlaceFileWriter.Country> countries) {
        return Point.km(
                countries.get(a.country()).points().get(a.point()),
                countries.get(b.country()).points().get(b.point()));
    }

    static List<PlaceFileWriter.Run> applied4(List<PlaceFileWriter.Run> ranges, SlotTable table) {
        return IPV4.applied(ranges, table.slots, table.countries, PlaceFormat.END4);
    }

    static List<PlaceFileWriter.Run> applied6(List<PlaceFileWriter.Run> ranges, SlotTable table) {
        return IPV6.applied(ranges, table.slots, table.countries, PlaceFormat.END6);
    }
}
