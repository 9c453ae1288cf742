package org.port17.authority;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.port17.api.GeoPoint;

/**
 * What authorities that looked each for himself where a node stands put into the map. One signs that it stands elsewhere than the
 * place database has it if it found it within {@link #SAME_KM} of there; who found nothing signs what the map before
 * said. That a node stands where the database has it is what a map says by saying nothing, and always signed.
 */
final class AgreedPlace {
    private static final double SAME_KM = 500;

    private AgreedPlace() {}

    /**
     * @param mine what the signer found; empty if nobody looked
     * @param last of the newest signed map
     */
    static boolean signs(Optional<Whereabouts.Finding> mine, Optional<GeoPoint> said, Optional<GeoPoint> last) {
        if (said.isEmpty()) {
            return true;
        }
        return mine.filter(found -> found.kind() != Whereabouts.Kind.UNKNOWN)
                .map(found -> found.point()
                        .filter(p -> Landmarks.km(p, said.get()) <= SAME_KM)
                        .isPresent())
                .orElse(said.equals(last));
    }

    /** Whether a map takes away where the map before had a node and the signer found it too. */
    static boolean drops(Optional<Whereabouts.Finding> mine, Optional<GeoPoint> said, Optional<GeoPoint> last) {
        return said.isEmpty() && knows(mine, last);
    }

    /** Whether the signer found a node where the map before had it. */
    static boolean knows(Optional<Whereabouts.Finding> mine, Optional<GeoPoint> last) {
        return last.isPresent() && mine.isPresent() && signs(mine, last, Optional.empty());
    }

    /**
     * What to propose: what the map before said, if all the others sign that, so that maps do not change with whose turn it is;
     * else what one of all found, the proposer first, that all sign; else nothing.
     *
     * @param others of those whose signatures are wanted; empty where one authority signs alone
     */
    static Optional<GeoPoint> propose(
            Optional<Whereabouts.Finding> mine, List<Optional<Whereabouts.Finding>> others, Optional<GeoPoint> last) {
        if (!others.isEmpty() && last.isPresent() && others.stream().allMatch(found -> signs(found, last, last))) {
            return last;
        }
        List<Optional<Whereabouts.Finding>> all = new ArrayList<>(List.of(mine));
        all.addAll(others);
        return all.stream()
                .flatMap(found -> found.flatMap(Whereabouts.Finding::point).stream())
                .filter(point -> all.stream().allMatch(found -> signs(found, Optional.of(point), last)))
                .findFirst();
    }
}
