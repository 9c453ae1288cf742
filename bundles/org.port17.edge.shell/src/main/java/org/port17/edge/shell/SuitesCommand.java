package org.port17.edge.shell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;
import org.port17.spi.suite.SuiteTraits;

/** {@code port17:suites}: permitted ones first, in the order in which they are used. */
@Service
@Command(scope = "port17", name = "suites", description = "Cipher suites that are present, permitted ones first")
public final class SuitesCommand extends ConsoleCommand {
    @Reference(optional = true)
    Plugins plugins;

    @Reference(optional = true)
    NetMap netMap;

    /** @param permitted whether neither configuration nor the network map rules it out */
    public record SuiteLine(
            String name,
            int id,
            String state,
            boolean permitted,
            String provider,
            boolean onion,
            boolean hybrid,
            int rank,
            String bundle,
            String version) {}

    @Override
    Page page() throws CommandException {
        List<SuiteLine> suites = lines(present(plugins, PluginsCommand.MISSING));
        Map<String, Object> json = new LinkedHashMap<>(Map.of("suites", suites));
        Page page = Page.table(
                json,
                "No suites.",
                "Suite",
                "Id",
                "State",
                "Permitted",
                "Computed by",
                "Serves",
                "Hybrid",
                "Rank",
                "Bundle");
        for (SuiteLine s : suites) {
            page.row(
                    s.name(),
                    String.format("0x%04x", s.id()),
                    s.state(),
                    s.permitted() ? "yes" : "no",
                    s.provider(),
                    s.onion() ? "onion and links" : "links",
                    s.hybrid() ? "yes" : "no",
                    s.rank(),
                    s.bundle());
        }
        return page;
    }

    private List<SuiteLine> lines(Plugins from) {
        var lines = new ArrayList<SuiteLine>();
        for (SuiteTraits t : from.knownSuites()) {
            Optional<PluginView> view = from.inventory().stream()
                    .filter(p -> p.kind() == PluginKind.SUITE && p.name().equals(t.name()))
                    .findFirst();
            // A suite may have left between the two questions.
            view.ifPresent(v -> lines.add(new SuiteLine(
                    t.name(),
                    t.id(),
                    v.state(),
                    from.suite(t.id()).isPresent() && mapPermits(t.id()),
                    t.provider(),
                    t.onion(),
                    t.hybrid(),
                    t.rank(),
                    v.bundle(),
                    v.version())));
        }
        lines.sort(Comparator.comparing((SuiteLine line) -> !line.permitted()));
        return lines;
    }

    /** Before the first map there is nothing to go by. */
    private boolean mapPermits(int id) {
        if (netMap == null) {
            return true;
        }
        MapView map = netMap.current();
        return map.epoch() == 0 || map.permittedSuites().contains(id);
    }
}
