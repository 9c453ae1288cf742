package org.port17.model;

import edu.mit.csail.sdg.ast.Sig;
import edu.mit.csail.sdg.translator.A4Solution;
import edu.mit.csail.sdg.translator.A4Tuple;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.port17.model.Trace.Content;
import org.port17.model.Trace.End;
import org.port17.model.Trace.Event;
import org.port17.model.Trace.Kind;
import org.port17.model.Trace.Rule;
import org.port17.model.Trace.Start;
import org.port17.model.Trace.Suite;
import org.port17.model.Trace.Type;
import org.port17.model.Trace.View;

/** Reads what the solver found. */
final class TraceReader {
    /** For each field the rows of each state, without the state. */
    private final Map<String, Map<Integer, List<List<String>>>> rows = new HashMap<>();

    private final Set<String> dropped = new HashSet<>();
    private final int states;

    TraceReader(A4Solution solution, Iterable<Sig> sigs) {
        int count = 0;
        for (Sig sig : sigs) {
            String name = plain(sig.label);
            if (name.equals("Dropped")) {
                solution.eval(sig).forEach(t -> dropped.add(plain(t.atom(0))));
            }
            if (name.equals("State")) {
                count = solution.eval(sig).size();
                for (Sig.Field field : sig.getFields()) {
                    rows.put(field.label, byState(solution, field));
                }
            }
        }
        states = count;
    }

    private static Map<Integer, List<List<String>>> byState(A4Solution solution, Sig.Field field) {
        Map<Integer, List<List<String>>> found = new HashMap<>();
        for (A4Tuple tuple : solution.eval(field)) {
            List<String> rest = new ArrayList<>();
            for (int i = 1; i < tuple.arity(); i++) {
                rest.add(plain(tuple.atom(i)));
            }
            found.computeIfAbsent(index(tuple.atom(0)), s -> new ArrayList<>()).add(rest);
        }
        return found;
    }

    /** States are numbered in time's order. */
    private static int index(String atom) {
        return Integer.parseInt(atom.substring(atom.indexOf('$') + 1));
    }

    private static String plain(String label) {
        String name = label.substring(label.lastIndexOf('/') + 1);
        return name.startsWith("State$") || name.indexOf('$') < 0 ? name : name.substring(0, name.indexOf('$'));
    }

    Trace read() {
        Start start = new Start(
                Suite.valueOf(at("suite", 0, "I", "E0")),
                Suite.valueOf(at("suite", 0, "R", "E0")),
                at("root", 0, "R", "E0").equals("Good"),
                suites("allow", 0, "I"),
                suites("allow", 0, "R"));
        List<Event> events = new ArrayList<>();
        for (int s = 0; s + 1 < states && !at("kind", s).equals("Idle"); s++) {
            events.add(event(s));
        }
        return new Trace(start, events);
    }

    private Event event(int s) {
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        all("breach", s).forEach(rule -> broken.add(Rule.valueOf(rule)));
        Set<End> dead = EnumSet.noneOf(End.class);
        all("dead", s + 1).forEach(end -> dead.add(End.valueOf(end)));
        String who = at("who", s);
        String of = at("of", s);
        String offered = at("offered", s + 1);
        return new Event(
                Kind.valueOf(at("kind", s)),
                who == null ? null : End.valueOf(who),
                of == null ? -1 : index(of),
                suites("wish", s),
                content(s, "d"),
                of != null && !content(s, "d").equals(content(index(of), "m")),
                broken,
                broken.stream().anyMatch(rule -> !dropped.contains(rule.name())),
                view(s + 1, "I"),
                view(s + 1, "R"),
                offered == null ? null : Suite.valueOf(offered),
                dead);
    }

    private Content content(int s, String prefix) {
        String type = at(prefix + "Type", s);
        String suite = at(prefix + "Suite", s);
        String epoch = at(prefix + "Num", s);
        return new Content(
                type == null ? null : Type.valueOf(type),
                suite == null ? null : Suite.valueOf(suite),
                epoch == null ? -1 : number(epoch),
                at(prefix + "Mark", s) != null,
                suites(prefix + "List", s),
                prefix.equals("d") && at("dForged", s) != null);
    }

    private View view(int s, String end) {
        String newest = at("newest", s, end);
        return new View(
                number(at("seals", s, end)),
                number(at("opens", s, end)),
                number(newest),
                number(at("sealed", s, end)),
                number(at("opened", s, end)),
                Suite.valueOf(at("suite", s, end, newest)));
    }

    /** E2, C2: 2. */
    private static int number(String atom) {
        return Integer.parseInt(atom.substring(1));
    }

    private Set<Suite> suites(String field, int s, String... key) {
        Set<Suite> found = EnumSet.noneOf(Suite.class);
        all(field, s, key).forEach(suite -> found.add(Suite.valueOf(suite)));
        return found;
    }

    private String at(String field, int s, String... key) {
        return all(field, s, key).stream().findFirst().orElse(null);
    }

    /** The last column of the rows that begin with the key. */
    private List<String> all(String field, int s, String... key) {
        return rows.get(field).getOrDefault(s, List.of()).stream()
                .filter(row -> row.subList(0, key.length).equals(List.of(key)))
                .map(row -> row.get(row.size() - 1))
                .toList();
    }
}
