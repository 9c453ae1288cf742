package org.port17.edge.shell;

import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.view.Inspection;
import org.port17.api.view.RelayView;

/** {@code port17:relay}. */
@Service
@Command(scope = "port17", name = "relay", description = "What this node forwards for others, as counters")
public final class RelayCommand extends ConsoleCommand {
    @Override
    Page page() throws CommandException {
        List<RelayView> relays = Answers.all(parts, Inspection::relay);
        Page page = Page.table(
                Map.of("relay", relays),
                "This node forwards nothing for others.",
                "Circuits",
                "Builds",
                "Refused",
                "Cells",
                "Bytes",
                "Exit streams",
                "Exit bytes",
                "Tag failures");
        for (RelayView r : relays) {
            page.row(
                    r.circuits(),
                    r.builds(),
                    r.buildsRefused(),
                    r.cellsForwarded(),
                    Units.bytes(r.bytesForwarded()),
                    r.exitStreams(),
                    Units.bytes(r.exitBytes()),
                    r.tagFailures());
        }
        return page;
    }
}
