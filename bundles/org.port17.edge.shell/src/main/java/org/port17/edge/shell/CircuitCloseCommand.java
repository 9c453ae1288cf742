package org.port17.edge.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.view.Operations;

/** {@code port17:circuit-close}. */
@Service
@Command(scope = "port17", name = "circuit-close", description = "Closes a circuit; its streams end in a reset")
public final class CircuitCloseCommand extends ConsoleCommand {
    static final String NO_CLIENT = "This node is no client: it has no circuits of its own.";

    @Argument(name = "id", description = "The circuit's number", required = true)
    @Completion(CircuitIdCompleter.class)
    String id;

    @Reference(optional = true)
    Operations operations;

    @Override
    Page page() throws CommandException {
        long circuit = number(id);
        if (!Answers.one(present(operations, NO_CLIENT).closeCircuit(circuit))) {
            throw new CommandException("There is no circuit " + circuit + ".");
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("closed", true);
        json.put("circuit", circuit);
        return Page.sentence(json, "Circuit " + circuit + " is closed.");
    }

    private static long number(String text) throws CommandException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new CommandException("A circuit is named by its number, as port17:circuits shows it.");
        }
    }
}
