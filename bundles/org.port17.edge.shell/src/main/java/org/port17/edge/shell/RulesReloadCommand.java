package org.port17.edge.shell;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.spi.rule.RuleControl;
import org.port17.spi.rule.RuleFileView;

/** {@code port17:rules-reload}. */
@Service
@Command(
        scope = "port17",
        name = "rules-reload",
        description = "Reads the rule file now; with errors the old rules stay")
public final class RulesReloadCommand extends ConsoleCommand {
    @Reference(optional = true)
    RuleControl rules;

    @Override
    Page page() throws CommandException {
        RuleFileView file = present(Present.one(rules, RuleControl.class), RulesCommand.MISSING)
                .reload();
        Page page = Page.table(Map.of("file", file), RuleProblems.verdict(file), "Place", "Kind", "Problem");
        RuleProblems.rows(page, file);
        return file.good() ? page : page.failing("The file has errors; the rules of before stay in force.");
    }
}
