package org.port17.route.kit;

import java.util.List;

/** The four levels as they are shipped. */
public final class Levels {
    private static final String DISTINCT = "owner as hoster network";

    private Levels() {}

    /** Levels 1 to 4 in order. */
    public static List<Level> standard() {
        return List.of(swift(), guarded(), shielded(), mixed());
    }

    private static Level swift() {
        return new Level(
                1,
                "Swift",
                3,
                new Level.Entry(8, 120, 0, 1, 12),
                12,
                10,
                64,
                4,
                7,
                Ramp.STANDARD,
                false,
                RouteRule.parse(DISTINCT),
                true,
                false,
                10,
                24 * 60,
                List.of());
    }

    private static Level guarded() {
        return new Level(
                2,
                "Guarded",
                3,
                new Level.Entry(3, 180, 0, 1, 12),
                8,
                8,
                64,
                8,
                30,
                Ramp.STANDARD,
                false,
                RouteRule.parse(DISTINCT + " countries:2 entry-exit-country?"),
                true,
                false,
                10,
                60,
                List.of("Padding of handshakes and of idle links is not there yet."));
    }

    private static Level shielded() {
        return new Level(
                3,
                "Shielded",
                4,
                new Level.Entry(1, 365, 4, 1, 12),
                5,
                5,
                40,
                8,
                68,
                Ramp.STANDARD,
                true,
                RouteRule.parse(DISTINCT + " countries:3 entry-exit-country"),
                false,
                true,
                10,
                30,
                List.of("Padding against website fingerprinting is not there yet: who watches your line may tell sites"
                        + " apart."));
    }

    private static Level mixed() {
        return new Level(
                4,
                "Mixed",
                5,
                new Level.Entry(1, 365, 4, 1, 12),
                4,
                5,
                32,
                16,
                68,
                Ramp.STANDARD,
                true,
                RouteRule.parse(DISTINCT + " countries:3 entry-exit-country client-country"),
                false,
                true,
                10,
                30,
                List.of(
                        "Mixing is not there yet: cells are not delayed, so who watches both ends can match them.",
                        "Cover traffic is not there yet: who watches your line sees when you are active."));
    }
}
