package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.Operations;
import org.port17.api.view.RouteView;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.Choice;
import org.port17.spi.rule.LevelWish;
import org.port17.spi.rule.NodeTerms;
import org.port17.spi.rule.RuleBook;
import org.port17.spi.rule.Ruling;

class RouteCommandTest {
    private static final Ruling STRICT = new Ruling(
            7,
            "tunnel domain example.org ...",
            Action.TUNNEL,
            new LevelWish(2, true),
            new NodeTerms(new Choice<>(Set.of("NO", "CH"), Set.of()), Choice.any(), Choice.any(), Choice.any(), true),
            new NodeTerms(Choice.any(), new Choice<>(Set.of(), Set.of(64500L)), Choice.any(), Choice.any(), false),
            NodeTerms.ANY,
            true,
            true);

    private final List<String> asked = new ArrayList<>();

    @Test
    void theRuleThatDecidesIsShownInWords() throws Exception {
        RouteCommand command = command(STRICT, "Mail", "WWW.Example.org.");
        assertEquals(
                List.of(
                        List.of("Rule", "line 7: tunnel domain example.org ..."),
                        List.of("Action", "through the network"),
                        List.of("Level", "exactly 2"),
                        List.of("Exit", "country CH or NO; trusted"),
                        List.of("Exit", "as near to the destination's autonomous system as can be"),
                        List.of("Entry", "not AS 64500"),
                        List.of("Circuit", "one for each connection")),
                command.page().rows().subList(0, 7));
        assertEquals("Mail www.example.org:443", asked.get(0));
        String json = Fakes.json(command);
        assertTrue(json.contains("\"destination\":\"www.example.org:443\",\"ruling\":{\"line\":7,"), json);
        assertTrue(json.contains("\"action\":\"tunnel\",\"level\":{\"level\":2,\"exact\":true}"), json);
    }

    @Test
    void theRouteThatWouldBeMadeFollowsTheRule() throws Exception {
        RouteCommand command = command(Ruling.TUNNEL_EVERYTHING, "", "a.example");
        RouteView route = new RouteView("near", 1, "n3", "ann", "CH", true, 20, 9, 12, 640.4, 0.25, List.of("a note"));
        command.operations =
                Fakes.answering(Operations.class, Map.of("explain", CompletableFuture.completedFuture(route)));
        List<List<String>> rows = command.page().rows();
        assertTrue(rows.contains(List.of("Exit now", "n3 of ann in CH, trusted")), rows.toString());
        assertTrue(rows.contains(List.of("Same AS", "25 % of draws")), rows.toString());
        assertTrue(rows.contains(List.of("Note", "a note")), rows.toString());
        assertTrue(Fakes.json(command).contains("\"route\":{\"strategy\":\"near\",\"level\":1,\"exit\":\"n3\""));

        command.operations = Fakes.answering(
                Operations.class,
                Map.of(
                        "explain",
                        CompletableFuture.failedFuture(new Port17Exception(ErrorKind.NO_ROUTE, "none left"))));
        rows = command.page().rows();
        assertEquals(List.of("Route", "None left."), rows.get(rows.size() - 1));
    }

    @Test
    void aDirectRuleIsCarriedOutOrSaysWhyNot() throws Exception {
        RouteCommand command = command(Ruling.plain(4, "direct host a.example", Action.DIRECT), "", "a.example");
        RouteView none = new RouteView("none", 0, "", "", "", false, 0, 0, 0, 0, 0, List.of("past the network"));
        command.operations =
                Fakes.answering(Operations.class, Map.of("explain", CompletableFuture.completedFuture(none)));
        List<List<String>> rows = command.page().rows();
        assertEquals(List.of("Action", "past the network"), rows.get(1));
        assertEquals(List.of("Note", "past the network"), rows.get(rows.size() - 1));
        command.operations = Fakes.answering(
                Operations.class,
                Map.of(
                        "explain",
                        CompletableFuture.failedFuture(new Port17Exception(ErrorKind.TARGET_DENIED, "not running"))));
        rows = command.page().rows();
        assertEquals(List.of("Route", "Not running."), rows.get(rows.size() - 1));
    }

    @Test
    void portsAndLiteralsAreUnderstood() throws Exception {
        for (String destination :
                List.of("a.example:80", "[2001:DB8::1]:80", "192.0.2.1:80", "2001:db8:0::1", "[::2]")) {
            command(Ruling.TUNNEL_EVERYTHING, "", destination).page();
        }
        assertEquals(
                List.of(" a.example:80", " [2001:db8::1]:80", " 192.0.2.1:80", " [2001:db8::1]:443", " [::2]:443"),
                asked);
    }

    @Test
    void whatCannotBeExplainedIsRefusedInASentence() {
        for (String destination :
                List.of("a.example:x", "a.example:0", "a.example:99999", "a b", "", ":80", "a..b:80")) {
            assertThrows(CommandException.class, command(Ruling.TUNNEL_EVERYTHING, "", destination)::page, destination);
        }
        RouteCommand command = command(Ruling.TUNNEL_EVERYTHING, "", "a.example");
        command.what = "explode";
        assertThrows(CommandException.class, command::page);
    }

    @Test
    void refusalsSayWhy() throws Exception {
        assertEquals("refused", row(Ruling.plain(3, "block any", Action.BLOCK), 1));
        assertTrue(row(Ruling.NOTHING_UNTIL_MENDED, 0).contains("port17:rules"));
        assertEquals("none fits", row(Ruling.TUNNEL_EVERYTHING, 0));
        RouteCommand none = command(Ruling.TUNNEL_EVERYTHING, "", "a.example");
        none.rules = null;
        assertTrue(none.page().rows().get(0).get(1).contains("no rules"));
    }

    private String row(Ruling ruling, int row) throws Exception {
        return command(ruling, "", "a.example").page().rows().get(row).get(1);
    }

    private RouteCommand command(Ruling ruling, String application, String destination) {
        RouteCommand command = new RouteCommand();
        command.what = "explain";
        command.application = application;
        command.destination = destination;
        command.rules = (RuleBook) Proxy.newProxyInstance(
                RouteCommandTest.class.getClassLoader(), new Class<?>[] {RuleBook.class}, (proxy, method, args) -> {
                    assertEquals("explain", method.getName());
                    asked.add(args[0] + " " + ((Destination) args[1]).reveal());
                    return ruling;
                });
        return command;
    }
}
