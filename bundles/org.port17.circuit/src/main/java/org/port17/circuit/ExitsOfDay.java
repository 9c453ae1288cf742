package org.port17.circuit;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.port17.api.NodeId;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.RouteRequest;

/**
 * Bounds how many exits a day see one application's connections to one domain, for strategies that do not: who lets routes fail
 * until his own exit is drawn waits in vain. As many more follow only while nodes say of each of the first that it cannot be
 * reached. Forgotten at midnight UTC and when the client stops. On the loop.
 */
final class ExitsOfDay {
    static final int MOST = 6;
    /** Applications and domains remembered, those used last. */
    private static final int KEYS = 4096;

    private final Map<Key, Set<NodeId>> used = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Set<NodeId>> eldest) {
            return size() > KEYS;
        }
    };

    /** What shares a bound: another wish of the user's draws anew. */
    private record Key(String application, String domain, boolean trustedExit, Object admitted, int turn, long day) {
        static Key of(Wanted wanted, int turn, long day) {
            return new Key(wanted.application(), wanted.domain(), wanted.trustedExit(), wanted.exit(), turn, day);
        }
    }

    /**
     * A request for one of the exits used today, once there are {@link #MOST}, or twice as many if none of them can be reached.
     * Exits that may not serve at all any more do not count.
     *
     * @param turn how often the user wanted another exit
     * @param day since 1970
     * @param dead nodes that cannot be reached
     */
    RouteRequest bounded(RouteRequest request, Wanted wanted, int turn, long day, Set<NodeId> dead) {
        Set<NodeId> before = used.get(Key.of(wanted, turn, day));
        if (before == null || before.size() < MOST) {
            return request;
        }
        List<ExitCandidate> again = request.exits().stream()
                .filter(exit -> before.contains(exit.node().id()))
                .toList();
        boolean mayAdd = again.size() < 2 * MOST
                && again.stream().allMatch(exit -> dead.contains(exit.node().id()));
        return again.size() < MOST || mayAdd
                ? request
                : new RouteRequest(
                        request.destination(),
                        request.hops(),
                        again,
                        request.avoid(),
                        request.doubted(),
                        request.wish());
    }

    void took(NodeId exit, Wanted wanted, int turn, long day) {
        used.computeIfAbsent(Key.of(wanted, turn, day), key -> new HashSet<>()).add(exit);
    }
}
