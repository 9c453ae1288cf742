package org.port17.circuit;

import java.util.HashMap;
import java.util.Map;

/** How often a day the user wanted another exit for a domain. Forgotten at midnight UTC, when exits are drawn anew anyway. */
final class Turns {
    private static final int MOST = 4096;
    private final Map<String, Integer> turns = new HashMap<>();
    private long day;

    /** @param now days since 1970 */
    int of(String domain, long now) {
        return day == now ? turns.getOrDefault(domain, 0) : 0;
    }

    void next(String domain, long now) {
        if (day != now || turns.size() >= MOST) {
            turns.clear();
            day = now;
        }
        turns.merge(domain, 1, Integer::sum);
    }
}
