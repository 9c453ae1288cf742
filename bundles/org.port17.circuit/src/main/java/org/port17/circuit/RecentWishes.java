package org.port17.circuit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of each kind of route wanted lately, so that a new network can be made ready for their like. For any thread. */
final class RecentWishes {
    private static final int MOST = 16;

    /** The kind of each, newest last. */
    private final Map<Object, Wanted> kinds = new LinkedHashMap<>();

    private record Kind(
            int level, boolean exact, boolean next, boolean trusted, Object exit, Object entry, Object transit) {}

    synchronized void add(Wanted wanted) {
        Kind kind = new Kind(
                wanted.level(),
                wanted.exact(),
                wanted.nextToDestination(),
                wanted.trustedExit(),
                wanted.exit(),
                wanted.entry(),
                wanted.transit());
        kinds.remove(kind);
        kinds.put(kind, wanted);
        if (kinds.size() > MOST) {
            kinds.remove(kinds.keySet().iterator().next());
        }
    }

    synchronized List<Wanted> all() {
        return new ArrayList<>(kinds.values());
    }
}
