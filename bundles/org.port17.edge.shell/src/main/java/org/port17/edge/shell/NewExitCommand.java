package org.port17.edge.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.api.view.Operations;

/** {@code port17:new-exit}. */
@Service
@Command(
        scope = "port17",
        name = "new-exit",
        description = "Draws another exit for a domain until the end of the day (UTC); running streams keep theirs")
public final class NewExitCommand extends ConsoleCommand {
    @Argument(name = "domain", description = "A host name or address", required = true)
    String domain;

    @Reference(optional = true)
    Operations operations;

    @Override
    Page page() throws CommandException {
        String host;
        try {
            host = Destination.of(domain, 443).host();
        } catch (Port17Exception e) {
            throw Answers.refused(e);
        }
        Operations client = present(Present.one(operations, Operations.class), CircuitCloseCommand.NO_CLIENT);
        int retired = Answers.one(client.newExit(host));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("domain", host);
        json.put("retired", retired);
        return Page.sentence(
                json, "The next stream to " + host + " gets another exit. Circuits retired: " + retired + ".");
    }
}
