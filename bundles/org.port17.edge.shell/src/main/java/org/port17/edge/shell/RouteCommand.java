package org.port17.edge.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.api.view.Operations;
import org.port17.api.view.RouteView;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.RuleBook;
import org.port17.spi.rule.Ruling;

/** {@code port17:route explain}: what would become of a connection, without making it. */
@Service
@Command(scope = "port17", name = "route", description = "Explains what would become of a connection, and why")
public final class RouteCommand extends ConsoleCommand {
    private static final int USUAL_PORT = 443;

    @Argument(name = "what", description = "explain", required = true)
    String what;

    @Argument(index = 1, name = "application", description = "Its name; \"\" for one without", required = true)
    String application;

    @Argument(
            index = 2,
            name = "destination",
            description = "host, or host:port; the port is 443 otherwise",
            required = true)
    String destination;

    @Option(name = "--plain", description = "For a connection that is not encrypted")
    boolean plain;

    @Reference(optional = true)
    RuleBook rules;

    @Reference(optional = true)
    Operations operations;

    @Override
    Page page() throws CommandException {
        if (!what.equals("explain")) {
            throw new CommandException("A route can only be explained: port17:route explain APPLICATION DESTINATION.");
        }
        Destination to = destination();
        RuleBook book = Present.one(rules, RuleBook.class);
        Ruling ruling = book == null ? Ruling.TUNNEL_EVERYTHING : book.explain(application, to);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("application", application);
        json.put("destination", to.reveal());
        json.put("ruling", ruling);
        Page page = Page.table(json, "", "", "");
        RuleExplanation.rows(page, ruling, book != null);
        if (ruling.action() != Action.BLOCK) {
            route(json, page, to);
        }
        return page;
    }

    /** What the client's core would do; left out on a node that is no client. */
    private void route(Map<String, Object> json, Page page, Destination to) {
        Operations core = Present.one(operations, Operations.class);
        if (core == null) {
            return;
        }
        try {
            RouteView route = Answers.one(core.explain(application, to, plain));
            json.put("route", route);
            RouteExplanation.rows(page, route);
        } catch (CommandException e) {
            json.put("refused", e.getMessage());
            page.row("Route", e.getMessage());
        }
    }

    private Destination destination() throws CommandException {
        int colon = destination.lastIndexOf(':');
        boolean withPort = colon > 0 && (destination.indexOf(':') == colon || destination.charAt(colon - 1) == ']');
        String port = withPort ? destination.substring(colon + 1) : "";
        if (withPort && !port.matches("[0-9]{1,5}")) {
            throw new CommandException("A port is a number from 1 to 65535.");
        }
        try {
            return Destination.of(
                    withPort ? destination.substring(0, colon) : destination,
                    withPort ? Integer.parseInt(port) : USUAL_PORT);
        } catch (Port17Exception e) {
            throw Answers.refused(e);
        }
    }
}
