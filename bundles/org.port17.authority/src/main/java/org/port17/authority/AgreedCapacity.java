package org.port17.authority;

import java.util.ArrayList;
import java.util.List;
import org.port17.netmap.column.Capacity;

/**
 * What authorities that measured a node each for himself put into the map: classes are those of {@link Capacity}. One signs a
 * class that some rate within a fourth of his own has; who did not measure the node signs what the map before said.
 */
public final class AgreedCapacity {
    private AgreedCapacity() {}

    /**
     * Whether an authority signs a class. Class 0 says nothing of a node, and is always true.
     *
     * @param mine what it measured, 0 if it did not
     * @param last class in the newest signed map
     */
    static boolean signs(long mine, int said, int last) {
        if (said == 0) {
            return true;
        }
        return mine == 0
                ? said == last
                : said >= Capacity.classOf(Math.max(1, mine / 5 * 4)) && said <= Capacity.classOf(mine + mine / 4);
    }

    /** Whether a map takes from a node what others know of it. */
    static boolean drops(long mine, int said, int last) {
        return said == 0 && mine > 0 && last > 0;
    }

    /**
     * What to propose, in bytes a second: the lower median of what is known, if all sign it, else what the map before said, if
     * all sign that, else nothing.
     *
     * @param mine what the proposer measured
     * @param others of those whose signatures are wanted; empty where one authority signs alone
     */
    public static long propose(long mine, List<Long> others, int last) {
        if (others.isEmpty()) {
            return mine;
        }
        List<Long> all = new ArrayList<>(others);
        all.add(mine);
        List<Long> known = all.stream().filter(rate -> rate > 0).sorted().toList();
        if (known.isEmpty()) {
            return 0;
        }
        int median = Capacity.classOf(known.get((known.size() - 1) / 2));
        for (int said : new int[] {median, last}) {
            // What the proposer did not measure it takes from those who did and have to sign for it.
            boolean mineFits = mine == 0 || signs(mine, said, last);
            if (mineFits && others.stream().allMatch(rate -> signs(rate, said, last))) {
                return Capacity.bytesPerSecond(said);
            }
        }
        return 0;
    }
}
