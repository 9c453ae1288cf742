package org.port17.route.kit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The nodes a client keeps near its own end, for each level, and its secret salt. Whoever lets routes fail moves the client
 * on to the next of a short list and not to a fresh draw: at most {@link #MOST} entries are chosen for a level in
 * {@link #PERIOD_DAYS} days, not counting those that the map does not list any more, and twice as many with them. Not for several
 * threads.
 */
public final class Guards {
    /** Entries that stand ready; the first that obeys the rules with the exit serves. */
    public static final int READY = 3;
    /** Most entries of the map chosen for a level in a period; for the set behind them twice its size. */
    public static final int MOST = 8;

    public static final int PERIOD_DAYS = 30;
    private static final long DAY = 86_400;
    private final byte[] salt;
    private final Map<Integer, List<Guard>> kept = new TreeMap<>();
    private long changes;

    /** @param salt {@link Prf#SALT_BYTES} secret bytes */
    public Guards(byte[] salt) {
        if (salt.length != Prf.SALT_BYTES) {
            throw new IllegalArgumentException("a salt has " + Prf.SALT_BYTES + " bytes");
        }
        this.salt = salt.clone();
    }

    Guards(byte[] salt, Map<Integer, List<Guard>> kept) {
        this(salt);
        kept.forEach((level, guards) -> this.kept.put(level, new ArrayList<>(guards)));
    }

    public byte[] salt() {
        return salt.clone();
    }

    /** Rises with every change worth keeping on disk. */
    public long changes() {
        return changes;
    }

    /** All guards of a level in order, given-up ones left out. */
    public List<Guard> of(int level) {
        return List.copyOf(kept.getOrDefault(level, List.of()));
    }

    Map<Integer, List<Guard>> all() {
        return kept;
    }

    /**
     * What a client knows when it chooses guards.
     *
     * @param first over the nodes that may be the entry
     * @param between over the nodes that may stand behind it
     */
    record Choice(NodeTable table, Level level, Lottery first, Lottery between, RouteMaker.Client client) {
        Times times() {
            return client.times();
        }

        long now() {
            return client.now();
        }

        RandomGenerator random() {
            return client.random();
        }

        /** Whether the map lists it, even if it cannot be used now: prekeys that somebody withholds must not bring new entries. */
        boolean listed(Guard guard) {
            return table.row(guard.key()) >= 0 || client.listed().test(guard.key());
        }

        Lottery lottery(boolean second) {
            return second ? between : first;
        }
    }

    /**
     * Rows that may be the entry, in the order in which they should be tried: the list, those that obey the soft rules first, and
     * those behind that are doubted or have no link. New ones are chosen while there are fewer than {@link #READY}, and one more if
     * none of the list can serve: a doubt is no reason for one.
     *
     * @param draft with the exit in place
     */
    List<Integer> entries(Choice choice, Draft draft) {
        List<Guard> list = filled(choice, draft);
        BitSet away = choice.client().away();
        List<Integer> serving = serving(choice, list, draft, 0, away);
        if (serving.isEmpty() && add(choice, list, draft, false)) {
            changes++;
            serving = serving(choice, list, draft, 0, away);
        }
        return serving;
    }

    /** At most {@link #READY} rows of the list that can serve with some exit. */
    List<Integer> ready(Choice choice, Draft blank) {
        List<Integer> serving = serving(choice, filled(choice, blank), blank, 0, new BitSet());
        return List.copyOf(serving.subList(0, Math.min(READY, serving.size())));
    }

    private List<Guard> filled(Choice choice, Draft draft) {
        List<Guard> list = current(choice);
        while (count(list, false, choice) < READY && add(choice, list, draft.blank(), false)) {
            changes++;
        }
        return list;
    }

    /** Rows that may stand second, one of the set first by chance. */
    List<Integer> seconds(Choice choice, Draft draft) {
        BitSet away = choice.client().away();
        List<Guard> list = current(choice);
        while (count(list, true, choice) < choice.level().entry().second() && add(choice, list, draft.blank(), true)) {
            changes++;
        }
        List<Integer> serving = serving(choice, list, draft, 1, away);
        if (serving.isEmpty() && add(choice, list, draft, true)) {
            changes++;
            serving = serving(choice, list, draft, 1, away);
        }
        if (serving.size() > 1) {
            Collections.rotate(serving, choice.random().nextInt(serving.size()));
            behind(serving, choice.client().doubted());
        }
        return serving;
    }

    private List<Guard> current(Choice choice) {
        List<Guard> list = kept.computeIfAbsent(choice.level().number(), n -> new ArrayList<>());
        // A clock that was far ahead must not keep guards for ever.
        long longest =
                Math.max(choice.level().entry().days(), choice.level().entry().secondMostDays()) * DAY;
        if (list.removeIf(g -> g.until() <= choice.now() || g.since() > choice.now() + longest)) {
            changes++;
        }
        return list;
    }

    private static int count(List<Guard> list, boolean second, Choice choice) {
        int count = 0;
        for (Guard guard : list) {
            count += guard.second() == second && choice.listed(guard) ? 1 : 0;
        }
        return count;
    }

    private static List<Integer> serving(Choice choice, List<Guard> list, Draft draft, int position, BitSet away) {
        List<Integer> first = new ArrayList<>();
        List<Integer> last = new ArrayList<>();
        for (Guard guard : list) {
            int row = choice.table().row(guard.key());
            if (guard.second() == (position == 1)
                    && row >= 0
                    && !away.get(row)
                    && choice.lottery(position == 1).holds(row)) {
                if (draft.allows(position, row, true)) {
                    first.add(row);
                } else if (draft.allows(position, row, false)) {
                    last.add(row);
                }
            }
        }
        first.addAll(last);
        if (position == 0) {
            behind(first, choice.client().waiting());
        }
        behind(first, choice.client().doubted());
        return first;
    }

    /** Moves some to the end; both parts keep their order. */
    private static void behind(List<Integer> rows, BitSet some) {
        if (!some.isEmpty()) {
            rows.sort(Comparator.comparing(some::get));
        }
    }

    /** Chooses one more: for an entry the nearest of a few drawn by capacity, for the second set one so drawn. */
    private boolean add(Choice choice, List<Guard> list, Draft draft, boolean second) {
        Level.Entry entry = choice.level().entry();
        long from = choice.now() - PERIOD_DAYS * DAY;
        long most = second ? 2L * entry.second() : MOST;
        long chosen = 0;
        long listed = 0;
        for (Guard guard : list) {
            if (guard.second() == second && guard.since() > from) {
                chosen++;
                listed += choice.listed(guard) ? 1 : 0;
            }
        }
        // Whom the authorities do not find any more gives its place back, once.
        if (choice.lottery(second).size() == 0 || listed >= most || chosen >= 2 * most) {
            return false;
        }
        int samples = second ? 1 : entry.samples();
        int best = -1;
        double nearest = Double.POSITIVE_INFINITY;
        for (int tries = 0, drawn = 0; tries < 16 * samples + 64 && drawn < samples; tries++) {
            int row = choice.lottery(second).draw(choice.random());
            if (isNew(choice, list, row) && draft.allows(second ? 1 : 0, row, false)) {
                drawn++;
                double time = choice.times().toEntry(row);
                if (best < 0 || time < nearest) {
                    best = row;
                    nearest = Double.isNaN(time) ? Double.POSITIVE_INFINITY : time;
                }
            }
        }
        if (best < 0) {
            return false;
        }
        long days = second
                ? choice.random().nextLong(entry.secondLeastDays() * DAY, entry.secondMostDays() * DAY + 1)
                : entry.days() * DAY;
        list.add(new Guard(choice.table().key(best), second, choice.now(), choice.now() + days));
        return true;
    }

    /** Not of an owner who is on the list already, where the level keeps owners apart. */
    private static boolean isNew(Choice choice, List<Guard> list, int row) {
        boolean apart = choice.level().rules().contains(Distinct.OWNER);
        for (Guard guard : list) {
            int other = choice.table().row(guard.key());
            if (guard.key() == choice.table().key(row)
                    || apart && other >= 0 && choice.table().akin(other, row)) {
                return false;
            }
        }
        return true;
    }
}
