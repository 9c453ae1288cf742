package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.Operations;
import org.port17.api.view.RouteView;
import org.port17.plugins.Plugins;
import org.port17.spi.route.LevelSetting;
import org.port17.spi.route.LevelTraits;
import org.port17.spi.route.RouteStrategy;

class LevelsTest {
    private static final LevelTraits FIRST = new LevelTraits(
            1, "Swift", 3, 12, 8, 120, true, false, 10, 1440, List.of("no two of one owner"), List.of());
    private static final LevelTraits FOURTH = new LevelTraits(
            4, "Mixed", 5, 4, 1, 365, false, true, 10, 30, List.of("no two of one owner"), List.of("No mixing yet."));
    private final List<Integer> set = new ArrayList<>();

    @Test
    void levelsShowTheirNumbersAndWhatIsMissing() throws Exception {
        var command = new LevelCommand();
        command.plugins = plugins("near", 1, List.of(FIRST, FOURTH));
        List<List<String>> rows = command.page().rows();
        assertEquals(
                List.of("1", "Swift", "yes", "3", "<= 12x", "<= 8x", "120 d", "at once", "no two of one owner", ""),
                rows.get(0));
        assertEquals("", rows.get(1).get(2));
        assertEquals("after a round trip", rows.get(1).get(7));
        assertEquals("No mixing yet.", rows.get(1).get(9));
        assertTrue(Fakes.json(command).startsWith("{\"strategy\":\"near\",\"level\":1,\"levels\":[{\"number\":1,"));
    }

    @Test
    void aStrategyWithoutLevelsSaysSo() throws Exception {
        var command = new LevelCommand();
        command.plugins = plugins("fastest", 0, List.of());
        assertTrue(Fakes.run(command).startsWith("The route strategy fastest has no levels"));
        LevelSetCommand setter = setter("2", "fastest");
        assertEquals("The route strategy fastest has no levels.", CommandsTest.refusal(setter));
        assertTrue(CommandsTest.refusal(new LevelCommand()).contains("org.port17.plugins"));
    }

    @Test
    void aLevelIsSetByNumber() throws Exception {
        assertEquals("{\"level\":2}", Fakes.json(setter("2", "near")));
        assertEquals(List.of(2), set);
        for (String nonsense : List.of("", "0", "x", "-1", "100", "1 2", "\u001b[2J")) {
            assertTrue(CommandsTest.refusal(setter(nonsense, "near")).startsWith("A level is named by its number"));
        }
        assertEquals("There is no level 9.", CommandsTest.refusal(setter("9", "near")));
        assertEquals(List.of(2), set);
    }

    @Test
    void anotherExitIsDrawnForADomainInAnySpelling() throws Exception {
        var command = new NewExitCommand();
        command.domain = "WWW.Example.ORG.";
        command.operations = Fakes.answering(Operations.class, Map.of("newExit", CompletableFuture.completedFuture(2)));
        assertEquals("{\"domain\":\"www.example.org\",\"retired\":2}", Fakes.json(command));
        command.domain = "no host";
        assertTrue(CommandsTest.refusal(command).startsWith("Not a host name"));
        var relay = new NewExitCommand();
        relay.domain = "example.org";
        assertTrue(CommandsTest.refusal(relay).startsWith("This node is no client"));
    }

    @Test
    void anExplanationNamesTheExitAndTheReasons() throws Exception {
        var view = new RouteView(
                "near", 1, "n7", "ann", "NO", true, 40, 30, 11.96, 512.4, 0.25, List.of("only 30 owners"));
        RouteCommand command = explain(CompletableFuture.completedFuture(view));
        List<List<String>> rows = command.page().rows();
        assertTrue(rows.contains(List.of("Strategy", "near, level 1")), rows::toString);
        assertTrue(rows.contains(List.of("Exit now", "n7 of ann in NO, trusted")), rows::toString);
        assertTrue(
                rows.contains(List.of("Drawn from", "40 nodes of 30 owners, the farthest 512 km from the destination")),
                rows::toString);
        assertTrue(
                rows.contains(List.of("Bound", "none is drawn more than 12.0 times as often as its capacity")),
                rows::toString);
        assertTrue(rows.contains(List.of("Same AS", "25 % of draws")), rows::toString);
        assertTrue(rows.contains(List.of("Note", "only 30 owners")), rows::toString);
        assertTrue(Fakes.json(command).contains("\"route\":{\"strategy\":\"near\",\"level\":1,\"exit\":\"n7\""));
    }

    @Test
    void anExplanationSaysWhatTheStreamWouldBeTold() throws Exception {
        RouteCommand command = explain(CompletableFuture.failedFuture(
                new Port17Exception(ErrorKind.NO_ROUTE, "no permitted exit can be used now")));
        List<List<String>> rows = command.page().rows();
        assertTrue(rows.contains(List.of("Route", "No permitted exit can be used now.")), rows::toString);
        assertTrue(Fakes.json(command).contains("\"refused\":\"No permitted exit can be used now.\""));
    }

    private static RouteCommand explain(CompletableFuture<RouteView> answer) {
        var command = new RouteCommand();
        command.what = "explain";
        command.application = "app";
        command.destination = "example.org";
        command.operations = Fakes.answering(Operations.class, Map.of("explain", answer));
        return command;
    }

    private LevelSetCommand setter(String level, String strategy) {
        var command = new LevelSetCommand();
        command.level = level;
        command.plugins = plugins(strategy, 1, List.of());
        command.settings = List.of(new LevelSetting() {
            @Override
            public String strategy() {
                return "near";
            }

            @Override
            public void set(int number) throws Port17Exception {
                if (number == 9) {
                    throw new Port17Exception(ErrorKind.BAD_INPUT, "there is no level 9");
                }
                set.add(number);
            }
        });
        return command;
    }

    private static Plugins plugins(String name, int floor, List<LevelTraits> levels) {
        RouteStrategy strategy =
                Fakes.answering(RouteStrategy.class, Map.of("name", name, "floor", floor, "levels", levels));
        return Fakes.answering(Plugins.class, Map.of("routeStrategy", strategy));
    }
}
