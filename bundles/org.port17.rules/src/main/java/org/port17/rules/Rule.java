package org.port17.rules;

import java.util.List;
import java.util.Set;
import org.port17.spi.rule.Ruling;

/**
 * One rule: for what it is, and what it says.
 *
 * @param applications in lower case; empty for all
 * @param names names of destinations
 * @param networks addresses of destinations. Without names and networks the rule is for every destination
 */
record Rule(Set<String> applications, List<NamePattern> names, List<Network> networks, Ports ports, Ruling ruling) {
    Rule {
        applications = Set.copyOf(applications);
        names = List.copyOf(names);
        networks = List.copyOf(networks);
    }

    boolean everywhere() {
        return names.isEmpty() && networks.isEmpty();
    }

    /** How many places of the index it takes. */
    long places() {
        return (long) Math.max(1, applications.size()) * Math.max(1, names.size() + networks.size());
    }
}
