package org.port17.edge.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.port17.api.Node;
import org.port17.netmap.NetMap;

/** Names of nodes in the network map. */
@Service
public final class NodeNameCompleter implements Completer {
    @Reference(optional = true)
    NetMap netMap;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        if (netMap == null) {
            return -1;
        }
        return Completions.offer(
                netMap.current().nodes().stream().map(Node::name).toList(), session, line, candidates);
    }
}
