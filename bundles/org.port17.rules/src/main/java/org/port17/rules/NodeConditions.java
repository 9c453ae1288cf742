package org.port17.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.port17.spi.rule.Choice;
import org.port17.spi.rule.NodeTerms;

/** Reads the conditions on nodes behind {@code exit}, {@code entry} and {@code transit}, as far as they go. */
final class NodeConditions {
    static final List<String> KEYWORDS =
            List.of("country", "as", "owner", "node", "trusted", "next-to-destination", "not");

    /** As assigned by the standard. */
    private static final Set<String> ISO = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private static final String NOT = "not";
    private static final long HIGHEST_AS = 0xffff_ffffL;
    private final boolean exit;
    private final Set<String> seen = new HashSet<>();
    private final Values<String> countries = new Values<>();
    private final Values<Long> systems = new Values<>();
    private final Values<String> owners = new Values<>();
    private final Values<String> nodes = new Values<>();
    private boolean trusted;
    private boolean nextToDestination;

    private record Values<T>(Set<T> only, Set<T> never) {
        Values() {
            this(new HashSet<>(), new HashSet<>());
        }

        Choice<T> choice() {
            return new Choice<>(only, never);
        }
    }

    /** @param exit whether the exit is meant; elsewhere nodes can only be excluded */
    NodeConditions(boolean exit) {
        this.exit = exit;
    }

    boolean nextToDestination() {
        return nextToDestination;
    }

    NodeTerms terms() {
        return new NodeTerms(countries.choice(), systems.choice(), owners.choice(), nodes.choice(), trusted);
    }

    /** Reads all conditions that stand next; at least one. */
    void read(Words words, Word place) throws Mistake {
        int before = seen.size();
        while (words.more() && KEYWORDS.stream().anyMatch(k -> words.peek().is(k))) {
            condition(words);
        }
        if (seen.size() == before) {
            throw new Mistake(
                    words.more() ? words.peek().column() : place.column(),
                    place.text()
                            + (exit
                                    ? " needs a condition: country, as, owner, node, trusted or next-to-destination"
                                    : " needs a condition: not country, not as, not owner or not node")
                            + (words.more() ? Nearby.hint(words.peek().text(), KEYWORDS) : ""));
        }
    }

    private void condition(Words words) throws Mistake {
        Word start = words.peek();
        boolean not = words.skip(NOT);
        Word word = words.one("country, as, owner or node");
        if (!seen.add((not ? "not " : "") + word.text())) {
            throw new Mistake(start, "this condition stands here already: write one list with commas");
        }
        if (!exit && !not) {
            throw new Mistake(word, "only an exit can be chosen; elsewhere nodes are excluded: write 'not' before it");
        }
        switch (word.text()) {
            case "country" -> {
                for (Word item : words.list("a country's code, such as CH")) {
                    values(countries, not).add(country(item));
                }
            }
            case "as" -> {
                for (Word item : words.list("an autonomous system's number, such as 64500")) {
                    values(systems, not).add(system(item));
                }
            }
            case "owner" -> {
                for (Word item : words.list("an owner's name")) {
                    values(owners, not).add(item.text());
                }
            }
            case "node" -> {
                for (Word item : words.list("a node's name or id")) {
                    values(nodes, not).add(node(item));
                }
            }
            case "trusted" -> {
                refuse(not, start);
                trusted = true;
            }
            case "next-to-destination" -> {
                refuse(not, start);
                nextToDestination = true;
            }
            default ->
                throw new Mistake(
                        word, "behind 'not' stands country, as, owner or node" + Nearby.hint(word.text(), KEYWORDS));
        }
    }

    private static void refuse(boolean not, Word start) throws Mistake {
        if (not) {
            throw new Mistake(start, "behind 'not' stands country, as, owner or node");
        }
    }

    private static <T> Set<T> values(Values<T> values, boolean not) {
        return not ? values.never() : values.only();
    }

    private static String country(Word word) throws Mistake {
        String code = word.text().toUpperCase(Locale.ROOT);
        if (!ISO.contains(code) && !code.matches("AA|Q[M-Z]|X[A-Z]")) {
            throw new Mistake(word, "a country is an ISO 3166-1 code of two letters, such as CH");
        }
        return code;
    }

    private static long system(Word word) throws Mistake {
        String text = word.text();
        String digits = text.regionMatches(true, 0, "AS", 0, 2) ? text.substring(2) : text;
        return Targets.number(word, digits, 1, HIGHEST_AS, "an autonomous system");
    }

    private static String node(Word word) throws Mistake {
        String text = word.text().toLowerCase(Locale.ROOT);
        if (!text.matches("[a-z0-9-]{1,32}|[0-9a-f]{64}")) {
            throw new Mistake(word, "a node is named by its name, or by its id of 64 hexadecimal digits");
        }
        return text;
    }
}
