package org.port17.edge.shell;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.view.CircuitView;
import org.port17.api.view.HopView;
import org.port17.api.view.Inspection;

/** {@code port17:circuits}. */
@Service
@Command(scope = "port17", name = "circuits", description = "This client's circuits, one line for each hop")
public final class CircuitsCommand extends ConsoleCommand {
    @Override
    Page page() throws CommandException {
        List<CircuitView> circuits = Answers.all(parts, Inspection::circuits).stream()
                .sorted(Comparator.comparingLong(CircuitView::id))
                .toList();
        Page page = Page.table(
                Map.of("circuits", circuits),
                "No circuits.",
                "Circuit",
                "State",
                "Streams",
                "Up",
                "Down",
                "Age",
                "Strategy",
                "Hop",
                "Node",
                "Owner",
                "Country",
                "Suite",
                "Epoch",
                "Phase",
                "Under key");
        for (CircuitView c : circuits) {
            Object[] head = {
                c.id(),
                c.state(),
                c.streams(),
                Units.bytes(c.bytesUp()),
                Units.bytes(c.bytesDown()),
                Units.age(c.ageMillis()),
                c.strategy()
            };
            for (int i = 0; i < c.hops().size(); i++) {
                page.row(line(
                        i == 0 ? head : new Object[] {"", "", "", "", "", "", ""},
                        i + 1,
                        c.hops().get(i)));
            }
        }
        return page;
    }

    private static Object[] line(Object[] head, int position, HopView hop) {
        Object[] line = Arrays.copyOf(head, head.length + 8);
        Object[] tail = {
            position,
            hop.name(),
            hop.owner(),
            hop.country(),
            hop.suite(),
            hop.epoch(),
            hop.phase(),
            Units.bytes(hop.bytesUnderKey())
        };
        System.arraycopy(tail, 0, line, head.length, tail.length);
        return line;
    }
}
