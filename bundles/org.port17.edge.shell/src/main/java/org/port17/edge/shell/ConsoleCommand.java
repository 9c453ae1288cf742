package org.port17.edge.shell;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.view.Inspection;

/**
 * Prints its page as a table, or as one JSON object on one line. Every service is optional, since one that is missing
 * would take all commands away.
 */
abstract class ConsoleCommand implements Action {
    @Option(name = "--json", description = "One JSON object on one line, for programs")
    boolean json;

    @Reference(optional = true)
    List<Inspection> parts;

    /** The platform gives each command its own standard output, a pipe's included. */
    Supplier<PrintStream> out = () -> System.out;

    /** @throws CommandException with one sentence for the operator */
    abstract Page page() throws CommandException;

    @Override
    public final Object execute() throws Exception {
        parts = Present.all(parts, Inspection.class);
        Page page = page();
        if (json) {
            out.get().println(page.json());
        } else {
            page.print(out.get());
        }
        if (page.failure() != null) {
            throw new CommandException(page.failure());
        }
        return null;
    }

    static <T> T present(T service, String otherwise) throws CommandException {
        if (service == null) {
            throw new CommandException(otherwise);
        }
        return service;
    }
}
