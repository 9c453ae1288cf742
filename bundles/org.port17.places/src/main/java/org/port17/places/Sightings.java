package org.port17.places;

import java.util.ArrayList;
import java.util.List;
import org.port17.spi.place.DestinationPlace;
import org.port17.spi.place.DestinationPlace.Kind;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.place.Report;

/** What exits said of one host under one key: the last word of each owner, few of them. A value. */
record Sightings(List<Report> reports, long at) {
    /** Light in fibre, there and back: nothing answers faster over the distance, in km for each ms of a round trip. */
    static final double KM_PER_MILLI = 100;

    /** What clocks and busy machines add or take, in ms. */
    static final double SLACK_MILLIS = 1;

    /** Places closer than this are one, in km: data centres of one region. */
    static final double SAME_KM = 500;

    private static final int OWNERS = 4;

    Sightings {
        reports = List.copyOf(reports);
    }

    /** The exit cannot have waited longer than the client did. */
    static boolean believable(Report report) {
        return report.millis() <= report.seenMillis() + SLACK_MILLIS;
    }

    Sightings with(Report report, long now) {
        List<Report> next = new ArrayList<>(reports);
        next.removeIf(r -> r.exitOwner().equals(report.exitOwner()));
        next.add(report);
        return new Sightings(next.subList(Math.max(0, next.size() - OWNERS), next.size()), now);
    }

    /** The newest word is taken, unless words together show that there is no one place. */
    DestinationPlace judge(PlaceTable table) {
        if (apart() || follows(table)) {
            return new DestinationPlace(Kind.EVERYWHERE, Place.UNKNOWN, reports.size());
        }
        Place place = place(reports.get(reports.size() - 1), table);
        if (!place.known()) {
            return DestinationPlace.UNKNOWN;
        }
        int agreed = (int) reports.stream()
                .filter(r -> same(place(r, table), place))
                .count();
        return new DestinationPlace(Kind.LEARNED, place, agreed);
    }

    /** Where the data has the address, or, if light cannot come from there in that time, round the exit. */
    private static Place place(Report report, PlaceTable table) {
        Place data = table.place(report.address());
        Place exit = report.exit();
        double reach = reach(report);
        if (!exit.known() || exit.leastKmTo(data) <= reach) {
            return data;
        }
        return new Place(
                exit.country(),
                data.as(),
                data.organisation(),
                exit.latitude(),
                exit.longitude(),
                Math.min(Place.ANYWHERE_KM, exit.uncertaintyKm() + reach),
                true);
    }

    /** How far off the destination can be from its exit, in km. */
    private static double reach(Report report) {
        return KM_PER_MILLI * (report.millis() + SLACK_MILLIS);
    }

    /** Whether two exits cannot have reached one machine: each had its answer too soon for that. */
    private boolean apart() {
        for (Report a : reports) {
            for (Report b : reports) {
                if (a.exit().leastKmTo(b.exit()) > reach(a) + reach(b)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether two exits reached two places, each its own nearer one: the address moves with who asks. */
    private boolean follows(PlaceTable table) {
        for (Report a : reports) {
            Place ofA = table.place(a.address());
            for (Report b : reports) {
                Place ofB = table.place(b.address());
                if (known(a.exit(), b.exit(), ofA, ofB)
                        && ofA.kmTo(ofB) > SAME_KM
                        && a.exit().kmTo(ofA) < a.exit().kmTo(ofB)
                        && b.exit().kmTo(ofB) < b.exit().kmTo(ofA)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean known(Place... places) {
        for (Place place : places) {
            if (!place.known()) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Place a, Place b) {
        return a.known() && b.known() && a.kmTo(b) <= SAME_KM;
    }
}
