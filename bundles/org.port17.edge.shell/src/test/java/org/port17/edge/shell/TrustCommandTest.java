package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.spi.trust.TrustBook;
import org.port17.spi.trust.TrustControl;
import org.port17.spi.trust.Trusted;

class TrustCommandTest {
    private static final String ADA = "a".repeat(64);
    private static final String EVE = "e".repeat(64);
    private final Node free = Fakes.node(1, true);
    private final Node ada1 = certified(Fakes.node(2, true), "Ada L.", ADA);
    private final Node ada2 = certified(Fakes.node(3, false), "Ada L.", ADA);
    private final List<Node> nodes = new ArrayList<>(List.of(free, ada1, ada2));
    private final Kept kept = new Kept();

    @Test
    void anOwnerIsTrustedByHisKeyAndANodeByItsId() throws Exception {
        run("add", "owner", "Ada L.");
        run("add", "node", "node-1");
        assertEquals(
                List.of(
                        new Trusted(Trusted.Kind.OWNER, ADA, "Ada L."),
                        new Trusted(Trusted.Kind.NODE, free.id().toString(), "node-1")),
                kept.all());
        List<List<String>> rows = command(null, null, null).page().rows();
        assertEquals(List.of("owner", "Ada L.", ADA, "node-2 node-3"), rows.get(0));
        assertEquals("node-1", rows.get(1).get(3));
        assertTrue(run("add", "owner", ADA).contains("before"));
        assertTrue(Fakes.json(command(null, null, null)).contains("\"nodes\":[\"node-2\",\"node-3\"]"));

        assertTrue(run("remove", "owner", "Ada L.").contains("no longer"));
        run("remove", "node", free.id().toString());
        assertEquals(List.of(), kept.all());
        assertTrue(Fakes.run(command(null, null, null)).contains("nobody"));
    }

    @Test
    void aNameThatProvesNothingIsNotTrusted() throws Exception {
        assertTrue(refused("add", "owner", "owner-1").contains("one by one"));
        assertTrue(refused("add", "owner", EVE).contains("with that key"));
        nodes.add(certified(Fakes.node(4, true), "Ada L.", EVE));
        assertTrue(refused("add", "owner", "Ada L.").contains("by its key"));
        run("add", "owner", EVE);
        assertEquals(EVE, kept.all().get(0).key());
        run("add", "owner", ADA);
        assertTrue(refused("remove", "owner", "Ada L.").contains("by its key"));
    }

    @Test
    void whatIsNoCommandIsRefusedInASentence() {
        for (String[] words : new String[][] {
            {"add", null, null},
            {"add", "node", null},
            {"drop", "node", "node-1"},
            {"add", "city", "node-1"},
            {"add", "node", "nobody"},
            {"remove", "node", "nobody"},
            {"", "", ""}
        }) {
            assertThrows(CommandException.class, command(words[0], words[1], words[2])::page, String.join(" ", words));
        }
        TrustCommand none = new TrustCommand();
        assertTrue(assertThrows(CommandException.class, none::page).getMessage().contains("port17-trust"));
        kept.failure = new Port17Exception(ErrorKind.CONFIG, "the file is damaged in line 3");
        assertEquals("The file is damaged in line 3.", refused("add", "node", "node-1"));
    }

    @Test
    void nodesSayWhoVouchesForThemAndWhoOwnsThem() throws Exception {
        nodes.add(Fakes.node(4, true).asTrusted());
        kept.add(new Trusted(Trusted.Kind.OWNER, ADA, "Ada L."));
        NodesCommand command = new NodesCommand();
        command.netMap = Fakes.netMap(Fakes.map(7, nodes, Set.of(), Set.of()));
        command.trust = kept;
        List<List<String>> rows = command.page().rows();
        assertEquals(List.of("owner-1", "none"), rows.get(0).subList(2, 4));
        assertEquals("community", rows.get(0).get(7));
        assertEquals(
                List.of("Ada L.", "key " + ADA.substring(0, 16)), rows.get(1).subList(2, 4));
        assertEquals(List.of("user", "you trust its owner"), rows.get(1).subList(7, 9));
        assertEquals(
                List.of("network", "on the network's trust list"), rows.get(3).subList(7, 9));
        String json = Fakes.json(command);
        assertTrue(json.contains("\"ownerKey\":\"" + ADA), json);
        assertTrue(json.contains("{\"node\":\"node-2\",\"by\":\"user\",\"why\":\"you trust its owner\"}"), json);
    }

    private String run(String what, String kind, String name) throws Exception {
        return Fakes.run(command(what, kind, name));
    }

    private String refused(String what, String kind, String name) {
        return assertThrows(CommandException.class, command(what, kind, name)::page)
                .getMessage();
    }

    private TrustCommand command(String what, String kind, String name) {
        TrustCommand command = new TrustCommand();
        command.what = what;
        command.kind = kind;
        command.name = name;
        command.trust = kept;
        command.netMap = Fakes.netMap(Fakes.map(7, nodes, Set.of(), Set.of()));
        return command;
    }

    private static Node certified(Node node, String owner, String key) {
        return new Node(
                node.id(),
                node.name(),
                owner,
                node.country(),
                node.as(),
                node.exit(),
                false,
                node.endpoints(),
                node.suites(),
                node.recordDigest(),
                0,
                0,
                key);
    }

    private static final class Kept implements TrustControl, TrustBook {
        private final List<Trusted> list = new ArrayList<>();
        Port17Exception failure;

        @Override
        public List<Trusted> all() {
            return List.copyOf(list);
        }

        @Override
        public boolean add(Trusted trusted) throws Port17Exception {
            if (failure != null) {
                throw failure;
            }
            return list.stream().noneMatch(t -> t.key().equals(trusted.key())) && list.add(trusted);
        }

        @Override
        public boolean remove(Trusted.Kind kind, String key) {
            return list.removeIf(t -> t.kind() == kind && t.key().equals(key));
        }

        @Override
        public Optional<Trusted> reason(Node node) {
            return list.stream().filter(t -> t.covers(node)).findFirst();
        }

        @Override
        public AutoCloseable onChange(Runnable listener) {
            return () -> {};
        }
    }
}
