package org.port17.edge.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.Port17Exception;
import org.port17.plugins.Plugins;
import org.port17.spi.route.LevelTraits;
import org.port17.spi.route.RouteStrategy;

/** {@code port17:level}: what each security level does and does not do yet. */
@Service
@Command(scope = "port17", name = "level", description = "Security levels: what each does, and what it does not do yet")
public final class LevelCommand extends ConsoleCommand {
    @Reference(optional = true)
    Plugins plugins;

    @Override
    Page page() throws CommandException {
        RouteStrategy strategy = strategy(Present.one(plugins, Plugins.class));
        List<LevelTraits> levels = strategy.levels();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("strategy", strategy.name());
        json.put("level", strategy.floor());
        json.put("levels", levels);
        Page page = Page.table(
                json,
                "The route strategy " + strategy.name() + " has no levels; port17:swap route " + strategy.name()
                        + " near uses one that has.",
                "Level",
                "Name",
                "In force",
                "Nodes",
                "Exit gain",
                "Entry gain",
                "Entry stays",
                "First data",
                "Rules",
                "Not there yet");
        for (LevelTraits level : levels) {
            page.row(
                    level.number(),
                    level.name(),
                    level.number() == strategy.floor() ? "yes" : "",
                    level.nodes(),
                    "<= " + level.exitGain() + "x",
                    "<= " + level.entryGain() + "x",
                    level.entryDays() + " d",
                    level.zeroRtt() ? "at once" : "after a round trip",
                    String.join("; ", level.rules()),
                    String.join(" ", level.lacks()));
        }
        return page;
    }

    static RouteStrategy strategy(Plugins plugins) throws CommandException {
        try {
            return present(plugins, PluginsCommand.MISSING).routeStrategy();
        } catch (Port17Exception e) {
            throw Answers.refused(e);
        }
    }
}
