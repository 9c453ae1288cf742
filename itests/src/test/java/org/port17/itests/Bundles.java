package org.port17.itests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The bundles of a Karaf as its console lists them, without start levels. */
record Bundles(List<Line> lines) {
    private static final Pattern LINE =
            Pattern.compile("\\s*(\\d+)\\s*\\|\\s*(\\w+)\\s*\\|\\s*\\d+\\s*\\|\\s*(\\S+)\\s*\\|\\s*([^\\s,]+).*");
    private static final Pattern REFRESHED = Pattern.compile("\\|\\s{3,}(\\S+)/\\S+ \\((.*)\\)$");

    record Line(int id, String state, String version, String name) {}

    static Bundles of(Console admin) throws IOException {
        List<Line> lines = admin.ask("bundle:list -t 0 -s")
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(m -> new Line(Integer.parseInt(m.group(1)), m.group(2), m.group(3), m.group(4)))
                .toList();
        if (lines.isEmpty()) {
            throw new IOException("no bundles in the answer of the console");
        }
        return new Bundles(lines);
    }

    List<Line> ours() {
        return lines.stream().filter(l -> l.name().startsWith("org.port17.")).toList();
    }

    /** Installed and no more; a bundle whose components wait for something is up. */
    List<Line> unresolved() {
        return lines.stream().filter(l -> l.state().equals("Installed")).toList();
    }

    Set<String> names() {
        return lines.stream().map(Line::name).collect(Collectors.toCollection(TreeSet::new));
    }

    boolean holdsAll(Bundles others) {
        return lines.containsAll(others.lines);
    }

    /** What Karaf's log says it restarted because its wiring changed; what merely leaves is not listed. */
    static List<String> refreshed(String log) {
        List<String> found = new ArrayList<>();
        boolean listing = false;
        for (String line : log.lines().toList()) {
            Matcher entry = REFRESHED.matcher(line);
            if (line.endsWith("Refreshing bundles:")) {
                listing = true;
            } else if (listing && entry.find()) {
                if (!entry.group(2).equals("Bundle will be uninstalled")) {
                    found.add(entry.group(1) + ": " + entry.group(2));
                }
            } else {
                listing = false;
            }
        }
        return found;
    }
}
