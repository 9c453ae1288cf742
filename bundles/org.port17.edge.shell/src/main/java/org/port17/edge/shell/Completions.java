package org.port17.edge.shell;

import java.util.Collection;
import java.util.List;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Offers words that need no quoting. */
final class Completions {
    private Completions() {}

    static int offer(Collection<String> words, Session session, CommandLine line, List<String> candidates) {
        List<String> plain =
                words.stream().filter(w -> w.matches("[A-Za-z0-9_.-]+")).toList();
        return new StringsCompleter(plain).complete(session, line, candidates);
    }
}
