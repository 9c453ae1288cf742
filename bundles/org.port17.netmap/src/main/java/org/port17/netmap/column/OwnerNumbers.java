package org.port17.netmap.column;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers for owners of several nodes, the smallest free ones, kept for as long as the owner has several, so that diffs stay
 * small. One thread.
 */
public final class OwnerNumbers {
    private Map<String, Integer> numbers = new HashMap<>();

    /** @param owners of all nodes of the map; @return the number of each owner that comes more than once */
    Map<String, Integer> of(List<String> owners) {
        Set<String> once = new HashSet<>();
        Set<String> several = new HashSet<>();
        for (String owner : owners) {
            if (!once.add(owner)) {
                several.add(owner);
            }
        }
        Map<String, Integer> next = new HashMap<>(numbers);
        next.keySet().retainAll(several);
        Set<Integer> taken = new HashSet<>(next.values());
        int free = 1;
        for (String owner : several.stream().sorted().toList()) {
            if (!next.containsKey(owner)) {
                while (!taken.add(free)) {
                    free++;
                }
                next.put(owner, free);
            }
        }
        numbers = next;
        return next;
    }
}
