package org.port17.edge.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.spi.rule.RuleControl;
import org.port17.spi.rule.RuleFileView;
import org.port17.spi.rule.RuleView;

/** {@code port17:rules}: shows rules with their destinations, to the user's own console only. */
@Service
@Command(scope = "port17", name = "rules", description = "The rules in force and what is wrong with their file")
public final class RulesCommand extends ConsoleCommand {
    static final String MISSING = "This node has no rules: the feature port17-rules is not installed.";
    private static final int MOST_ROWS = 1_000;

    @Option(name = "--used", description = "Only rules that decided something since the file was read")
    boolean used;

    @Reference(optional = true)
    RuleControl rules;

    @Override
    Page page() throws CommandException {
        RuleControl control = present(Present.one(rules, RuleControl.class), MISSING);
        RuleFileView file = control.file();
        List<RuleView> shown =
                control.rules().stream().filter(r -> !used || r.hits() > 0).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file);
        json.put("rules", shown);
        Page page = Page.table(json, "No rules: everything is tunnelled.", "Line", "Hits", "Rule");
        RuleProblems.rows(page, file);
        long direct = control.rules().stream()
                .filter(rule -> rule.action().equals("direct"))
                .count();
        if (direct > 0) {
            page.row("", "direct", direct + " of them lead past the network");
        }
        for (RuleView rule : shown.subList(0, Math.min(MOST_ROWS, shown.size()))) {
            page.row(rule.line(), rule.hits(), rule.rule());
        }
        if (shown.size() > MOST_ROWS) {
            page.row("", "", "and " + (shown.size() - MOST_ROWS) + " more; --json has them all");
        }
        return page;
    }
}
