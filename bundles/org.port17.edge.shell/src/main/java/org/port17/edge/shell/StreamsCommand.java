package org.port17.edge.shell;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.view.Inspection;
import org.port17.api.view.StreamView;

/** {@code port17:streams}: shows destinations, to the user's own console only. */
@Service
@Command(scope = "port17", name = "streams", description = "This client's application connections")
public final class StreamsCommand extends ConsoleCommand {
    @Override
    Page page() throws CommandException {
        List<StreamView> streams = Answers.all(parts, Inspection::streams).stream()
                .sorted(Comparator.comparingLong(StreamView::id))
                .toList();
        Page page = Page.table(
                Map.of("streams", streams),
                "No streams.",
                "Stream",
                "Circuit",
                "Edge",
                "Application",
                "Destination",
                "State",
                "Up",
                "Down",
                "Age");
        for (StreamView s : streams) {
            page.row(
                    s.id(),
                    s.circuit(),
                    s.edge(),
                    s.application(),
                    s.destination(),
                    s.state(),
                    Units.bytes(s.bytesUp()),
                    Units.bytes(s.bytesDown()),
                    Units.age(s.ageMillis()));
        }
        return page;
    }
}
