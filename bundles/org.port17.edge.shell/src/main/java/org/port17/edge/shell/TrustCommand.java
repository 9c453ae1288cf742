package org.port17.edge.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.netmap.NetMap;
import org.port17.spi.trust.TrustControl;
import org.port17.spi.trust.Trusted;

/** {@code port17:trust}: whom the user trusts beside the network's trust list. */
@Service
@Command(
        scope = "port17",
        name = "trust",
        description = "Whom you trust with what is not encrypted, beside the network's own list; add and remove")
public final class TrustCommand extends ConsoleCommand {
    static final String MISSING =
            "This node is no client with trust of its own: the feature port17-trust is not" + " installed.";
    private static final String USAGE =
            "Say port17:trust add node NAME, add owner NAME, remove node NAME or remove owner NAME.";

    @Argument(name = "what", description = "add or remove; without it, the list")
    String what;

    @Argument(index = 1, name = "kind", description = "node or owner")
    String kind;

    @Argument(index = 2, name = "name", description = "Its name; or the node's id, or the owner's key")
    String name;

    @Reference(optional = true)
    TrustControl trust;

    @Reference(optional = true)
    NetMap netMap;

    @Override
    Page page() throws CommandException {
        TrustControl control = present(Present.one(trust, TrustControl.class), MISSING);
        if (what == null) {
            return list(control);
        }
        boolean adds = what.equals("add");
        if (name == null || !(adds || what.equals("remove")) || !(kind.equals("node") || kind.equals("owner"))) {
            throw new CommandException(USAGE);
        }
        try {
            return adds ? add(control, new TrustTarget(nodes()).of(kind(), name)) : remove(control);
        } catch (Port17Exception e) {
            throw Answers.refused(e);
        }
    }

    private Trusted.Kind kind() {
        return Trusted.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
    }

    private List<Node> nodes() {
        NetMap map = Present.one(netMap, NetMap.class);
        return map == null ? List.of() : map.current().nodes();
    }

    private Page list(TrustControl control) {
        List<Map<String, Object>> entries = new ArrayList<>();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trusted", entries);
        Page page = Page.table(
                json, "You trust nobody beside the network's trust list.", "Trusted", "Name", "Key", "Nodes now");
        for (Trusted trusted : control.all()) {
            List<String> covered =
                    nodes().stream().filter(trusted::covers).map(Node::name).toList();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("kind", word(trusted));
            entry.put("name", trusted.name());
            entry.put("key", trusted.key());
            entry.put("nodes", covered);
            entries.add(entry);
            page.row(word(trusted), trusted.name(), trusted.key(), String.join(" ", covered));
        }
        return page;
    }

    private static Page add(TrustControl control, Trusted trusted) throws Port17Exception {
        boolean fresh = control.add(trusted);
        return changed(
                trusted,
                fresh,
                fresh
                        ? "You trust the " + word(trusted) + " " + trusted.name() + " from now on (key " + trusted.key()
                                + ")."
                        : "You trusted the " + word(trusted) + " " + trusted.name() + " before.");
    }

    private Page remove(TrustControl control) throws CommandException, Port17Exception {
        List<Trusted> meant = control.all().stream()
                .filter(t ->
                        t.kind() == kind() && (t.key().equals(name) || t.name().equals(name)))
                .toList();
        if (meant.size() != 1) {
            throw new CommandException(
                    meant.isEmpty()
                            ? "You trust no " + kind + " called " + Units.safe(name) + "; port17:trust lists them."
                            : "Several are called " + Units.safe(name) + ": name one by its key.");
        }
        Trusted trusted = meant.get(0);
        boolean gone = control.remove(trusted.kind(), trusted.key());
        return changed(
                trusted,
                gone,
                "You trust the " + word(trusted) + " " + trusted.name()
                        + " no longer; running connections stay as they are.");
    }

    private static Page changed(Trusted trusted, boolean changed, String sentence) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("changed", changed);
        json.put("kind", word(trusted));
        json.put("name", trusted.name());
        json.put("key", trusted.key());
        return Page.sentence(json, sentence);
    }

    private static String word(Trusted trusted) {
        return trusted.kind().name().toLowerCase(Locale.ROOT);
    }
}
