package org.port17.edge.shell;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.spi.rule.RuleControl;
import org.port17.spi.rule.RuleFileView;

/** {@code port17:rules-check}. */
@Service
@Command(
        scope = "port17",
        name = "rules-check",
        description = "Reads a file as if it were the rule file; changes nothing")
public final class RulesCheckCommand extends ConsoleCommand {
    @Argument(name = "file", description = "A file of this machine", required = true)
    String file;

    @Reference(optional = true)
    RuleControl rules;

    @Override
    Page page() throws CommandException {
        RuleFileView read = present(Present.one(rules, RuleControl.class), RulesCommand.MISSING)
                .check(path());
        Page page = Page.table(Map.of("file", read), RuleProblems.verdict(read), "Place", "Kind", "Problem");
        RuleProblems.rows(page, read);
        return read.good() ? page : page.failing("The file has errors.");
    }

    private Path path() throws CommandException {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new CommandException("This is no file name.");
        }
    }
}
