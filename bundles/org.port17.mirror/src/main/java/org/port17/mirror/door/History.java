package org.port17.mirror.door;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.ColumnDiff;
import org.port17.netmap.format.Signatures;

/**
 * The newest map and the last ones before it, so that diffs lead from each of them to any later one. A diff is made once and
 * is the same for everybody. Whoever holds an older map than all of these fetches the whole. Thread-safe.
 */
public final class History {
    public static final int MAPS = 32;
    private static final int DIFFS = 64;
    private final Deque<Issued> maps = new ArrayDeque<>();
    private final Map<String, byte[]> diffs = new LinkedHashMap<>();
    private byte[] prekeys = new byte[0];

    /** Takes a map; one of the newest one's number takes its place. */
    public synchronized void add(Issued map) {
        if (!maps.isEmpty() && maps.peekFirst().epoch() == map.epoch()) {
            maps.removeFirst();
        }
        maps.addFirst(map);
        if (maps.size() > MAPS) {
            maps.removeLast();
        }
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
    public synchronized Optional<byte[]> diff(String from, String to) throws Port17Exception {
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

    /** @return whether these are others than before */
    public synchronized boolean prekeys(byte[] set) {
        boolean other = !Arrays.equals(prekeys, set);
        prekeys = set;
        return other;
    }

    /** Not modified. */
    public synchronized byte[] prekeys() {
        return prekeys;
    }

    /** Entity tag of the prekeys: 16 hexadecimal digits of their SHA-256. */
    public String prekeyTag() {
        return HexFormat.of().formatHex(Signatures.sha256(prekeys()), 0, 8);
    }

    private Optional<Issued> find(Predicate<Issued> wanted) {
        return maps.stream().filter(wanted).findFirst();
    }
}
