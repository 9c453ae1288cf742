package org.port17.edge.shell;

import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.port17.plugins.PluginKind;

/** The five kinds of plugins. */
@Service
public final class KindCompleter implements Completer {
    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return Completions.offer(
                Arrays.stream(PluginKind.values()).map(PluginKind::word).toList(), session, line, candidates);
    }
}
