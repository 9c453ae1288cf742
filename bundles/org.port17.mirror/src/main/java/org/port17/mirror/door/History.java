package org.port17.mirror.door;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.ColumnDiff;

/**
 * The newest map and the last ones before it, so that diffs lead from each of them to any later one. A diff is made once and
 * is the same for everybody. Whoever holds an older map than all of these fetches the whole. Thread-safe.
 */
public final class History {
    public static final int MAPS = 32;
    private static final int DIFFS = 64;
    /** More sets of prekeys than these serve nobody: who has a head asks for its set next. */
    private static final int SETS = 3;

    private static final long MAX_SET_BYTES = 256L << 20;
    /** The rest of the process has to fit beside them, and grows with the network too. */
    private static final int SHARE_OF_HEAP = 8;

    private final long setBytes;
    private final Deque<Issued> maps = new ArrayDeque<>();
    private final Map<String, byte[]> diffs = new LinkedHashMap<>();

    public History() {
        this(Math.min(MAX_SET_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    /** @param setBytes how long the sets of prekeys that are kept may be in all; the newest is kept whatever its length */
    History(long setBytes) {
        this.setBytes = setBytes;
    }

    /** Takes a map; one of the newest one's number takes its place. */
    public synchronized void add(Issued map) {
        if (!maps.isEmpty() && maps.peekFirst().epoch() == map.epoch()) {
            maps.removeFirst();
        }
        maps.addFirst(map);
        if (maps.size() > MAPS) {
            maps.removeLast();
        }
        forgetPrekeys();
    }

    public synchronized Optional<Issued> newest() {
        return Optional.ofNullable(maps.peekFirst());
    }

    public synchronized Optional<Issued> epoch(long number) {
        return find(map -> map.epoch() == number);
    }

    public synchronized Optional<Issued> root(String root) {
        return find(map -> map.root().equals(root));
    }

    /** The diff between two maps, by the roots of their columns; nothing if one of them is not kept. */
    public Optional<byte[]> diff(String from, String to) throws Port17Exception {
        // One at a time; whoever adds a map need not wait for it.
        synchronized (diffs) {
            byte[] made = diffs.get(from + to);
            Optional<Issued> before = root(from);
            Optional<Issued> after = root(to);
            if (made != null || before.isEmpty() || after.isEmpty()) {
                return Optional.ofNullable(made);
            }
            byte[] diff = ColumnDiff.between(
                    before.get().edition().columns(), after.get().edition().columns());
            if (diffs.size() >= DIFFS) {
                diffs.remove(diffs.keySet().iterator().next());
            }
            diffs.put(from + to, diff);
            return Optional.of(diff);
        }
    }

    /** A set of prekeys by its digest; nothing if none of the maps kept goes with it. */
    public synchronized Optional<byte[]> prekeys(String digest) {
        return find(map -> map.prekeyDigest().equals(digest) && map.prekeys().isPresent())
                .flatMap(Issued::prekeys);
    }

    /** Sets of maps long ago go first; whoever still wants one fetches the newest head. */
    private void forgetPrekeys() {
        List<Issued> all = List.copyOf(maps);
        maps.clear();
        Set<String> kept = new HashSet<>();
        long bytes = 0;
        boolean room = true;
        for (Issued map : all) {
            boolean another = map.prekeys().isPresent() && !kept.contains(map.prekeyDigest());
            if (another) {
                bytes += map.prekeys().get().length;
                room = room && (kept.isEmpty() || kept.size() < SETS && bytes <= setBytes);
                if (room) {
                    kept.add(map.prekeyDigest());
                }
            }
            maps.addLast(kept.contains(map.prekeyDigest()) ? map : map.withoutPrekeys());
        }
    }

    private Optional<Issued> find(Predicate<Issued> wanted) {
        return maps.stream().filter(wanted).findFirst();
    }
}
