package org.port17.edge.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;

/** {@code port17:map}. */
@Service
@Command(scope = "port17", name = "map", description = "The verified network map: epoch, size, age")
public final class MapCommand extends ConsoleCommand {
    static final String MISSING = "The bundle org.port17.netmap is not running.";

    @Reference(optional = true)
    NetMap netMap;

    @Override
    Page page() throws CommandException {
        MapView map = present(netMap, MISSING).current();
        if (map.epoch() == 0) {
            return Page.sentence(
                    Map.of("map", Map.of("epoch", 0, "nodes", 0)),
                    "No network map was verified yet; check source and authority.key in org.port17.netmap.cfg.");
        }
        long age = Math.max(0, System.currentTimeMillis() - map.verifiedAt());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epoch", map.epoch());
        json.put("nodes", map.nodes().size());
        json.put("ageMillis", age);
        json.put("permittedSuites", new TreeSet<>(map.permittedSuites()));
        return Page.table(Map.of("map", json), "", "Epoch", "Nodes", "Age", "Permitted suites")
                .row(map.epoch(), map.nodes().size(), Units.age(age), json.get("permittedSuites"));
    }
}
