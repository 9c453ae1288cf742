package org.port17.edge.shell;

import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.Port17Exception;
import org.port17.plugins.Plugins;
import org.port17.spi.route.LevelSetting;

/** {@code port17:level-set}: changes the configuration. */
@Service
@Command(scope = "port17", name = "level-set", description = "Sets the least security level of new streams")
public final class LevelSetCommand extends ConsoleCommand {
    @Argument(name = "level", description = "Its number; port17:level shows them", required = true)
    String level;

    @Reference(optional = true)
    Plugins plugins;

    @Reference(optional = true)
    List<LevelSetting> settings;

    @Override
    Page page() throws CommandException {
        if (!level.matches("[1-9][0-9]?")) {
            throw new CommandException("A level is named by its number; port17:level shows them.");
        }
        String strategy =
                LevelCommand.strategy(Present.one(plugins, Plugins.class)).name();
        List<LevelSetting> present = Present.all(settings, LevelSetting.class);
        LevelSetting setting = present == null
                ? null
                : present.stream()
                        .filter(s -> s.strategy().equals(strategy))
                        .findFirst()
                        .orElse(null);
        int number = Integer.parseInt(level);
        try {
            present(setting, "The route strategy " + strategy + " has no levels.")
                    .set(number);
        } catch (Port17Exception e) {
            throw Answers.refused(e);
        }
        return Page.sentence(
                Map.of("level", number),
                "New streams have at least level " + number + "; running ones stay as they are.");
    }
}
