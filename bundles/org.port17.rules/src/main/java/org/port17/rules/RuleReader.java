package org.port17.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.LevelWish;
import org.port17.spi.rule.Ruling;

/** Reads one line into a rule. */
final class RuleReader {
    private static final List<String> ACTIONS = List.of("tunnel", "block", "direct");
    private static final List<String> KEYWORDS =
            List.of("app", "host", "domain", "net", "port", "any", "level", "exit", "entry", "transit", "isolate");
    private static final List<String> ROUTE = List.of("level", "exit", "entry", "transit", "isolate");
    private static final int LONGEST_APPLICATION = 255;
    private final Words words;
    private final boolean direct;
    private final Word actionWord;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> applications = new HashSet<>();
    private final List<NamePattern> names = new ArrayList<>();
    private final List<Network> networks = new ArrayList<>();
    private final NodeConditions exit = new NodeConditions(true);
    private final NodeConditions entry = new NodeConditions(false);
    private final NodeConditions transit = new NodeConditions(false);
    private Ports ports = Ports.ALL;
    private LevelWish level = LevelWish.NONE;
    private boolean isolate;

    private RuleReader(Words words, boolean direct) {
        this.words = words;
        this.direct = direct;
        this.actionWord = words.next();
    }

    /**
     * @param cut a line with at least one word
     * @param direct whether a rule may lead past the network
     */
    static Rule read(Line.Cut cut, int line, boolean direct) throws Mistake {
        Word last = cut.words().get(cut.words().size() - 1);
        int behind = last.column() + last.text().length() + (last.quoted() ? 2 : 0);
        return new RuleReader(new Words(cut.words(), behind), direct).rule(line, cut.rule());
    }

    private Rule rule(int line, String text) throws Mistake {
        Action action = action();
        while (words.more()) {
            part(action);
        }
        boolean everything = seen.contains("any");
        boolean something = !applications.isEmpty() || !names.isEmpty() || !networks.isEmpty() || seen.contains("port");
        if (everything == something) {
            throw new Mistake(
                    actionWord,
                    everything
                            ? "'any' means everything: leave it out, or leave out app, host, domain, net and port"
                            : "say what the rule is for: app, host, domain, net, port, or any for everything");
        }
        if (action == Action.DIRECT && applications.isEmpty() && names.isEmpty() && networks.isEmpty()) {
            throw new Mistake(
                    actionWord, "say what goes past the network by app, host, domain or net: never everything");
        }
        Ruling ruling = action == Action.TUNNEL
                ? new Ruling(
                        line,
                        text,
                        action,
                        level,
                        exit.terms(),
                        entry.terms(),
                        transit.terms(),
                        exit.nextToDestination(),
                        isolate)
                : Ruling.plain(line, text, action);
        return new Rule(applications, names, networks, ports, ruling);
    }

    private Action action() throws Mistake {
        if (ACTIONS.stream().noneMatch(actionWord::is)) {
            throw new Mistake(
                    actionWord, "a rule starts with tunnel, block or direct" + Nearby.hint(actionWord.text(), ACTIONS));
        }
        if (actionWord.is("direct") && !direct) {
            throw new Mistake(
                    actionWord,
                    "rules past the network are switched off: write direct = true into etc/org.port17.rules.cfg if you"
                            + " want them, or delete the rule");
        }
        return Action.valueOf(actionWord.text().toUpperCase(Locale.ROOT));
    }

    private void part(Action action) throws Mistake {
        Word word = words.next();
        if (word.separator()) {
            throw new Mistake(word, "a comma stands between two items of a list, not between two parts of a rule");
        }
        if (KEYWORDS.stream().noneMatch(word::is)) {
            String elsewhere = NodeConditions.KEYWORDS.stream().anyMatch(word::is)
                    ? ": this one stands behind exit, entry or transit"
                    : Nearby.hint(word.text(), KEYWORDS);
            throw new Mistake(word, "no part of a rule starts with this word" + elsewhere);
        }
        if (!seen.add(word.text())) {
            throw new Mistake(word, "'" + word.text() + "' stands here already: write one list with commas");
        }
        if (action != Action.TUNNEL && ROUTE.contains(word.text())) {
            throw new Mistake(word, "'" + word.text() + "' is about a route, and only tunnel makes one");
        }
        switch (word.text()) {
            case "app" -> applications();
            case "host" -> hosts();
            case "domain" -> domains();
            case "net" -> {
                for (Word item : words.list("a network, such as 192.0.2.0/24")) {
                    networks.add(Targets.network(item));
                }
            }
            case "port" -> ports = Targets.ports(words.list("a port or a range, such as 443 or 8000-8080"));
            case "level" -> level = level();
            case "exit" -> exit.read(words, word);
            case "entry" -> entry.read(words, word);
            case "transit" -> transit.read(words, word);
            case "isolate" -> isolate = true;
            default -> {
                // any
            }
        }
    }

    private void applications() throws Mistake {
        for (Word item : words.list("an application's name")) {
            if (item.text().length() > LONGEST_APPLICATION) {
                throw new Mistake(item, "an application's name has at most " + LONGEST_APPLICATION + " characters");
            }
            if (!item.quoted() && item.text().indexOf('*') >= 0) {
                throw new Mistake(
                        item, "applications are named in full; a name that really holds '*' stands in quotes");
            }
            applications.add(item.text().toLowerCase(Locale.ROOT));
        }
    }

    private void hosts() throws Mistake {
        for (Word item : words.list("a host's name or address")) {
            List<Network> address = Targets.hasStar(item) ? List.of() : Targets.address(item);
            networks.addAll(address);
            if (address.isEmpty()) {
                names.add(Targets.name(item, false));
            }
        }
    }

    private void domains() throws Mistake {
        for (Word item : words.list("a domain, such as example.org")) {
            if (!Targets.hasStar(item) && !Targets.address(item).isEmpty()) {
                throw new Mistake(item, "an address has no names below it: write host or net");
            }
            names.add(Targets.name(item, true));
        }
    }

    private LevelWish level() throws Mistake {
        boolean exact = words.skip("exactly");
        Word word = words.one("a level from 1 to " + LevelWish.HIGHEST);
        return new LevelWish((int) Targets.number(word, word.text(), 1, LevelWish.HIGHEST, "a level"), exact);
    }
}
