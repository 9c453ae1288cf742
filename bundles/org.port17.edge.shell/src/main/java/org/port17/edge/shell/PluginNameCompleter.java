package org.port17.edge.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;

/** Plugins of the kind that stands earlier in the line: first the one in use, then the others. */
@Service
public final class PluginNameCompleter implements Completer {
    @Reference(optional = true)
    Plugins plugins;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> before = Arrays.asList(line.getArguments()).subList(0, line.getCursorArgumentIndex());
        Optional<PluginKind> kind =
                before.stream().flatMap(w -> SwapCommand.kind(w).stream()).findFirst();
        if (plugins == null || kind.isEmpty()) {
            return -1;
        }
        List<PluginView> all =
                plugins.inventory().stream().filter(p -> p.kind() == kind.get()).toList();
        boolean second = before.stream()
                .anyMatch(w -> all.stream().anyMatch(p -> p.name().equals(w)));
        return Completions.offer(
                all.stream()
                        .filter(p -> second == !p.state().equals("active"))
                        .map(PluginView::name)
                        .toList(),
                session,
                line,
                candidates);
    }
}
