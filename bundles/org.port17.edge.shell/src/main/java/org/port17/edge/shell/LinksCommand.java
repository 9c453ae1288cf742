package org.port17.edge.shell;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.view.Inspection;
import org.port17.api.view.LinkView;

/** {@code port17:links}. */
@Service
@Command(scope = "port17", name = "links", description = "Links to neighbours")
public final class LinksCommand extends ConsoleCommand {
    @Override
    Page page() throws CommandException {
        List<LinkView> links = Answers.all(parts, Inspection::links).stream()
                .sorted(Comparator.comparingLong(LinkView::id))
                .toList();
        Page page = Page.table(
                Map.of("links", links),
                "No links.",
                "Link",
                "Peer",
                "Transport",
                "Made by",
                "State",
                "Suite",
                "Epoch",
                "Phase",
                "Under key",
                "Circuits",
                "In",
                "Out",
                "Reconnects",
                "Queued");
        for (LinkView l : links) {
            page.row(
                    l.id(),
                    l.peer(),
                    l.transport(),
                    l.dialled() ? "us" : "peer",
                    l.state(),
                    l.suite(),
                    l.epoch(),
                    l.phase(),
                    Units.bytes(l.bytesUnderKey()),
                    l.circuits(),
                    Units.bytes(l.bytesIn()),
                    Units.bytes(l.bytesOut()),
                    l.reconnects(),
                    Units.bytes(l.queuedBytes()));
        }
        return page;
    }
}
