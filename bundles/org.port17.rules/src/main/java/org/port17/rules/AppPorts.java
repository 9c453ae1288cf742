package org.port17.rules;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Which rule is the first one for an application and a port, among rules for the same destinations. Immutable. */
final class AppPorts {
    /** The number that stands for all applications; others count from 1. */
    static final int EVERYBODY = 0;

    private final int[] applications;
    private final PortMap[] maps;

    private AppPorts(Map<Integer, PortMap.Draft> drafts) {
        this.applications = drafts.keySet().stream().mapToInt(i -> i).toArray();
        this.maps = drafts.values().stream().map(PortMap.Draft::map).toArray(PortMap[]::new);
    }

    /** The first rule for that application, or for everybody, if it comes before {@code best}; else {@code best}. */
    int first(int application, int port, int best) {
        int first = applications[0] == EVERYBODY ? Math.min(best, maps[0].first(port)) : best;
        if (application == EVERYBODY) {
            return first;
        }
        int at = Arrays.binarySearch(applications, application);
        return at < 0 ? first : Math.min(first, maps[at].first(port));
    }

    /** Takes rules in their order. */
    static final class Draft {
        private final TreeMap<Integer, PortMap.Draft> maps = new TreeMap<>();

        /** @return whether the rule can ever be the first */
        boolean add(int application, int rule, Ports ports) {
            return maps.computeIfAbsent(application, a -> new PortMap.Draft()).add(rule, ports);
        }

        AppPorts finish() {
            return new AppPorts(maps);
        }
    }
}
