package org.port17.edge.shell;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.view.Operations;

/** {@code port17:new-circuits}. */
@Service
@Command(
        scope = "port17",
        name = "new-circuits",
        description = "New streams get new circuits; running ones keep theirs")
public final class NewCircuitsCommand extends ConsoleCommand {
    @Reference(optional = true)
    Operations operations;

    @Override
    Page page() throws CommandException {
        int retired =
                Answers.one(present(operations, CircuitCloseCommand.NO_CLIENT).renewCircuits());
        return Page.sentence(Map.of("retired", retired), "Circuits retired: " + retired + ".");
    }
}
