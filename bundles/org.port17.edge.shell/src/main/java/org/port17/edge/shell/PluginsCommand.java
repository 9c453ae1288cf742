package org.port17.edge.shell;

import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;

/** {@code port17:plugins}. */
@Service
@Command(scope = "port17", name = "plugins", description = "Plugins that are present, with their state")
public final class PluginsCommand extends ConsoleCommand {
    static final String MISSING = "The bundle org.port17.plugins is not running.";

    @Reference(optional = true)
    Plugins plugins;

    @Override
    Page page() throws CommandException {
        List<PluginView> all = present(plugins, MISSING).inventory();
        Page page = Page.table(
                Map.of("plugins", all), "No plugins.", "Kind", "Name", "State", "Bundle", "Version", "Detail");
        for (PluginView p : all) {
            page.row(p.kind().word(), p.name(), p.state(), p.bundle(), p.version(), p.detail());
        }
        return page;
    }
}
