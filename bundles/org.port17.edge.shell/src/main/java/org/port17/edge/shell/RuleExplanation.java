package org.port17.edge.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.port17.spi.rule.Choice;
import org.port17.spi.rule.NodeTerms;
import org.port17.spi.rule.Ruling;

/** A ruling in words. */
final class RuleExplanation {
    private RuleExplanation() {}

    static void rows(Page page, Ruling ruling, boolean present) {
        if (!present) {
            page.row("Rule", "none: this node has no rules, and everything is tunnelled");
        } else if (ruling.equals(Ruling.NOTHING_UNTIL_MENDED)) {
            page.row("Rule", "none: the rule file has an error and there were no rules before; port17:rules shows it");
        } else if (ruling.line() == 0) {
            page.row("Rule", "none fits");
        } else {
            page.row("Rule", "line " + ruling.line() + ": " + ruling.rule());
        }
        page.row(
                "Action",
                switch (ruling.action()) {
                    case TUNNEL -> "through the network";
                    case BLOCK -> "refused";
                    case DIRECT -> "past the network";
                });
        if (ruling.level().level() > 0) {
            page.row(
                    "Level",
                    (ruling.level().exact() ? "exactly " : "at least ")
                            + ruling.level().level());
        }
        conditions(page, "Exit", ruling.exit());
        if (ruling.nextToDestination()) {
            page.row("Exit", "as near to the destination's autonomous system as can be");
        }
        conditions(page, "Entry", ruling.entry());
        conditions(page, "Between", ruling.transit());
        if (ruling.isolate()) {
            page.row("Circuit", "one for each connection");
        }
    }

    private static void conditions(Page page, String place, NodeTerms terms) {
        if (terms.free()) {
            return;
        }
        List<String> words = new ArrayList<>();
        words(words, "country", terms.countries());
        words(words, "AS", terms.systems());
        words(words, "owner", terms.owners());
        words(words, "node", terms.nodes());
        if (terms.trusted()) {
            words.add("trusted");
        }
        page.row(place, String.join("; ", words));
    }

    private static <T extends Comparable<T>> void words(List<String> words, String what, Choice<T> choice) {
        words(words, what + " ", choice.only());
        words(words, "not " + what + " ", choice.never());
    }

    private static <T extends Comparable<T>> void words(List<String> words, String before, Collection<T> values) {
        if (!values.isEmpty()) {
            words.add(before
                    + String.join(
                            " or ",
                            new TreeSet<>(values).stream().map(Object::toString).toList()));
        }
    }
}
