package org.port17.route.kit;

import java.util.List;

/** One rule that all nodes of a route obey together. A level is a list of them. */
public interface RouteRule {
    /** Short name as configurations have it, such as {@code owner} or {@code countries:3}. */
    String id();

    /** As a person reads it: what must hold. */
    String words();

    /**
     * Whether a node may take a place beside those that stand.
     *
     * @param candidate a row that does not stand in the draft yet
     */
    boolean allows(NodeTable table, Draft draft, int position, int candidate);

    /** Whether a route may break it where no node on the client's list of entries obeys it. */
    default boolean soft() {
        return false;
    }

    /**
     * Reads names separated by spaces or commas.
     *
     * @throws IllegalArgumentException with a sentence that holds the first word that is no rule
     */
    static List<RouteRule> parse(String names) {
        return List.of(names.strip().split("[\\s,]+")).stream()
                .filter(name -> !name.isEmpty())
                .distinct()
                .map(RouteRule::named)
                .toList();
    }

    private static RouteRule named(String name) {
        for (Distinct rule : Distinct.values()) {
            if (rule.id().equals(name)) {
                return rule;
            }
        }
        if (name.matches("countries:[1-9]")) {
            return new CountryRules.AtLeast(name.charAt(10) - '0');
        }
        return switch (name) {
            case "entry-exit-country" -> new CountryRules.EntryExit(false);
            case "entry-exit-country?" -> new CountryRules.EntryExit(true);
            case "client-country" -> new CountryRules.Client();
            default ->
                throw new IllegalArgumentException("'" + (name.length() > 40 ? name.substring(0, 40) : name)
                        + "' is no rule of routes; there are owner, as, hoster, network, countries:N,"
                        + " entry-exit-country (with ? where it may be broken), client-country");
        };
    }
}
