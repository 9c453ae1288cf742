package org.port17.edge.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.port17.api.Node;
import org.port17.api.view.Inspection;
import org.port17.api.view.Operations;
import org.port17.api.view.RehearsalView;
import org.port17.api.view.RelayView;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.node.ThisNode;
import org.port17.plugins.Plugins;
import org.port17.spi.dialer.ExitDialer;

/** {@code port17:status}: what this process is and whether it does its job. */
@Service
@Command(scope = "port17", name = "status", description = "What this process is, and whether it is ready")
public final class StatusCommand extends ConsoleCommand {
    @Reference(optional = true)
    NetMap netMap;

    @Reference(optional = true)
    Plugins plugins;

    @Reference(optional = true)
    ThisNode thisNode;

    @Reference(optional = true)
    Operations operations;

    @Reference(optional = true)
    ExitDialer dialer;

    @Override
    Page page() throws CommandException {
        netMap = Present.one(netMap, NetMap.class);
        plugins = Present.one(plugins, Plugins.class);
        thisNode = Present.one(thisNode, ThisNode.class);
        operations = Present.one(operations, Operations.class);
        dialer = Present.one(dialer, ExitDialer.class);
        Optional<MapView> map = Optional.ofNullable(netMap).map(NetMap::current);
        Optional<Node> own = thisNode == null ? Optional.empty() : map.flatMap(m -> m.node(thisNode.id()));
        List<RelayView> relays = Answers.all(parts, Inspection::relay);
        Readiness readiness = Readiness.of(new Readiness.Facts(
                operations != null,
                !relays.isEmpty(),
                dialer != null,
                Answers.all(parts, Inspection::status),
                plugins == null || map.isEmpty() ? List.of() : new UsableNodes(map.get(), plugins).nodes(),
                own,
                thisNode == null ? "" : thisNode.missing()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ready", readiness.ready());
        json.put("waiting", readiness.waiting());
        json.put("roles", readiness.roles());
        json.put("pid", ProcessHandle.current().pid());
        json.put("node", node(own));
        json.put("map", map.map(StatusCommand::map).orElse(null));
        json.put("relay", relays.isEmpty() ? null : relays.get(0));
        json.put("circuits", Answers.all(parts, Inspection::circuits).size());
        json.put("streams", Answers.all(parts, Inspection::streams).size());
        json.put("links", Answers.all(parts, Inspection::links).size());
        json.put("listeners", readiness.listeners());
        List<RehearsalView> rehearsals = Answers.all(parts, Inspection::rehearsal);
        json.put("rehearsal", rehearsals.isEmpty() ? null : rehearsals.get(0));
        json.put("version", version());
        return human(json, readiness);
    }

    private Page human(Map<String, Object> json, Readiness readiness) {
        Page page = Page.table(json, "", "", "")
                .row("Ready", readiness.ready() ? "yes" : "no: waiting for " + String.join("; ", readiness.waiting()))
                .row("Roles", String.join(", ", readiness.roles()));
        if (thisNode != null) {
            page.row("Node", thisNode.name() + " " + thisNode.id().brief());
        }
        if (netMap != null) {
            page.row(
                    "Map",
                    "epoch " + netMap.current().epoch() + ", nodes "
                            + netMap.current().nodes().size());
        }
        if (netMap != null && netMap.current().facts().bootstrap()) {
            page.row("Bootstrap", MapCommand.bootstrap(netMap.current().facts()));
        }
        if (json.get("relay") instanceof RelayView relay) {
            page.row("Relay", "circuits " + relay.circuits() + ", forwarded " + Units.bytes(relay.bytesForwarded()));
        }
        if (json.get("rehearsal") instanceof RehearsalView rehearsal) {
            page.row("Rehearsed", rehearsal.played() + " of " + rehearsal.suites() + " suites");
        }
        for (String key : List.of("circuits", "streams", "links")) {
            page.row(Character.toUpperCase(key.charAt(0)) + key.substring(1), json.get(key));
        }
        return page.row("Listeners", String.join(" ", readiness.listeners()))
                .row("Process", json.get("pid"))
                .row("Version", json.get("version"));
    }

    /** Owner and country stand in the map only; until then they are null. */
    private Map<String, Object> node(Optional<Node> own) {
        if (thisNode == null) {
            return null;
        }
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("name", thisNode.name());
        node.put("id", thisNode.id());
        node.put("owner", own.map(Node::owner).orElse(null));
        node.put("country", own.map(Node::country).orElse(null));
        return node;
    }

    private static Map<String, Object> map(MapView view) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epoch", view.epoch());
        map.put("nodes", view.nodes().size());
        if (view.facts().bootstrap()) {
            map.put("bootstrapUntilOwners", view.facts().bootstrapOwners());
        }
        return map;
    }

    private static String version() {
        Bundle bundle = FrameworkUtil.getBundle(StatusCommand.class);
        return bundle == null ? "unknown" : bundle.getVersion().toString();
    }
}
