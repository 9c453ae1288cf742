package org.port17.route.kit;

import java.util.Objects;

/**
 * Where a destination stands, as far as exits are concerned.
 *
 * @param cell {@link Geo#cell} of its place
 * @param country ISO 3166-1 alpha-2, empty if unknown
 * @param as its autonomous system, 0 if unknown
 * @param known whether it is a place; otherwise an anchor that stands in for one
 */
public record Target(int cell, String country, long as, boolean known) {
    public Target {
        Objects.requireNonNull(country);
        if (cell < 0 || cell >= Geo.CELLS) {
            throw new IllegalArgumentException("no cell of the globe");
        }
    }

    public static Target at(double latitude, double longitude, String country, long as) {
        return new Target(Geo.cell(latitude, longitude), country, as, true);
    }

    /**
     * For a destination that has no place or whose place is unknown: one of the regions where servers stand, drawn by the
     * domain in proportion to the servers there. The same for every client.
     */
    public static Target anchor(String domain) {
        int at = (int) Long.remainderUnsigned(Prf.nameKey(domain), ANCHORS.length);
        Anchor anchor = ANCHORS[at];
        return new Target(Geo.cell(anchor.latitude(), anchor.longitude()), anchor.country(), 0, false);
    }

    private record Anchor(String country, double latitude, double longitude) {}

    /** Fiftieths of the world's servers: estimates, two percent each. The United States hold 42 % of them. */
    private static final Anchor[] ANCHORS = anchors();

    private static Anchor[] anchors() {
        String[] regions = {
            "US 39.0 -77.5 10",
            "US 37.4 -121.9 4",
            "US 41.9 -87.6 3",
            "US 32.8 -96.8 2",
            "US 45.6 -121.2 2", // 42 %
            "DE 50.1 8.7 5",
            "GB 51.5 -0.1 2",
            "NL 52.4 4.9 3",
            "FR 48.9 2.4 3",
            "FI 60.2 24.9 1",
            "PL 52.2 21.0 1",
            "CA 45.5 -73.6 1",
            "JP 35.7 139.7 2",
            "SG 1.3 103.9 2",
            "HK 22.3 114.2 1",
            "IN 19.1 72.9 2",
            "AU -33.9 151.2 1",
            "BR -23.5 -46.6 2",
            "KR 37.6 127.0 1",
            "ZA -26.2 28.0 1",
            "RU 55.8 37.6 1"
        };
        return java.util.Arrays.stream(regions)
                .map(region -> region.split(" "))
                .flatMap(part -> java.util.Collections.nCopies(
                        Integer.parseInt(part[3]),
                        new Anchor(part[0], Double.parseDouble(part[1]), Double.parseDouble(part[2])))
                        .stream())
                .toArray(Anchor[]::new);
    }
}
