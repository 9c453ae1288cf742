package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.port17.spi.rule.RuleControl;
import org.port17.spi.rule.RuleFileView;
import org.port17.spi.rule.RuleProblem;
import org.port17.spi.rule.RuleView;

class RulesCommandsTest {
    private static final List<RuleView> RULES = List.of(
            new RuleView(3, "block host \u001b[2Jevil.example", "block", 7),
            new RuleView(5, "tunnel any", "tunnel", 0));

    private static final RuleFileView GOOD =
            new RuleFileView("/etc/r", true, 2, 1, 17, List.of(), List.of(new RuleProblem(5, 0, "never decides")));
    private static final RuleFileView BAD =
            new RuleFileView("/etc/r", false, 0, 0, 17, List.of(new RuleProblem(2, 9, "mend this")), List.of());

    @Test
    void rulesAreListedInOrderWithHitsAndProblems() throws Exception {
        RulesCommand command = new RulesCommand();
        command.rules = Fakes.answering(RuleControl.class, Map.of("rules", RULES, "file", GOOD));
        assertEquals(
                List.of("5", "warning", "never decides"), command.page().rows().get(0));
        assertEquals("7", command.page().rows().get(1).get(1));
        assertFalse(Fakes.run(command).contains("\u001b[2J"));
        assertTrue(
                Fakes.json(command).contains("\"rules\":[{\"line\":3,\"rule\":\"block host \\u001b[2Jevil.example\""));
        command.used = true;
        assertEquals(2, command.page().rows().size());
    }

    @Test
    void aLongListIsCutForPeopleOnly() throws Exception {
        RulesCommand command = new RulesCommand();
        command.rules = Fakes.answering(
                RuleControl.class, Map.of("rules", Collections.nCopies(1_500, RULES.get(1)), "file", GOOD));
        List<List<String>> rows = command.page().rows();
        assertEquals(1_002, rows.size());
        assertTrue(rows.get(1_001).get(2).contains("500 more"));
        assertEquals(1_500, Fakes.json(command).split("\"hits\"", -1).length - 1);
    }

    @Test
    void readingAFileTellsWhatIsWrongAndWhere() throws Exception {
        RulesReloadCommand reload = new RulesReloadCommand();
        reload.rules = Fakes.answering(RuleControl.class, Map.of("reload", BAD));
        assertEquals(List.of("2:9", "error", "mend this"), reload.page().rows().get(0));
        assertTrue(reload.page().json().contains("\"good\":false"));
        var printed = new ByteArrayOutputStream();
        reload.parts = List.of();
        reload.out = () -> new PrintStream(printed, true, StandardCharsets.UTF_8);
        CommandException failed = assertThrows(CommandException.class, reload::execute);
        assertTrue(failed.getMessage().contains("stay in force"), failed.getMessage());
        assertTrue(
                printed.toString(StandardCharsets.UTF_8).contains("mend this"),
                "the problems are printed before the command fails");

        RulesCheckCommand check = new RulesCheckCommand();
        check.file = "x";
        RuleFileView clean = new RuleFileView("x", true, 1, 0, 17, List.of(), List.of());
        check.rules = Fakes.answering(RuleControl.class, Map.of("check", clean));
        assertEquals("1 rule, no errors.", Fakes.run(check).strip());
        check.file = "a\0b";
        assertThrows(CommandException.class, check::page);
    }

    @Test
    void rulesPastTheNetworkAreCounted() throws Exception {
        RulesCommand command = new RulesCommand();
        List<RuleView> rules = List.of(RULES.get(1), new RuleView(6, "direct net 10.0.0.0/8", "direct", 0));
        RuleFileView file = new RuleFileView("x", true, 2, 1, 17, List.of(), List.of());
        command.rules = Fakes.answering(RuleControl.class, Map.of("rules", rules, "file", file));
        assertEquals(
                List.of("", "direct", "1 of them lead past the network"),
                command.page().rows().get(0));
        assertEquals("2 rules, 1 of them past the network, no errors.", RuleProblems.verdict(file));
    }

    @Test
    void withoutRulesACommandSaysWhatIsMissing() {
        assertTrue(assertThrows(CommandException.class, new RulesCommand()::page)
                .getMessage()
                .contains("port17-rules"));
        assertThrows(CommandException.class, new RulesReloadCommand()::page);
    }
}
