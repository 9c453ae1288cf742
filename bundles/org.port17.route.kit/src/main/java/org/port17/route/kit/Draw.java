package org.port17.route.kit;

import java.util.Objects;

/**
 * What an exit is drawn for; equal values draw the same.
 *
 * @param application who asks
 * @param domain registrable domain or address
 * @param day days since 1970
 * @param level number of the level
 * @param turn 0 for the first draw of a day, more for every further one
 */
public record Draw(String application, String domain, long day, int level, int turn) {
    public Draw {
        Objects.requireNonNull(application);
        Objects.requireNonNull(domain);
        if (turn < 0) {
            throw new IllegalArgumentException("turns count from 0");
        }
    }
}
