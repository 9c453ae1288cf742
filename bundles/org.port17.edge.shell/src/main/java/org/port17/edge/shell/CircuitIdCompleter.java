package org.port17.edge.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.view.Inspection;

/** Numbers of this client's circuits. */
@Service
public final class CircuitIdCompleter implements Completer {
    @Reference(optional = true)
    List<Inspection> parts;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        try {
            return Completions.offer(
                    Answers.all(parts, Inspection::circuits).stream()
                            .map(c -> Long.toString(c.id()))
                            .toList(),
                    session,
                    line,
                    candidates);
        } catch (CommandException e) {
            // A console that cannot complete offers nothing; the command itself will say what is wrong.
            return -1;
        }
    }
}
