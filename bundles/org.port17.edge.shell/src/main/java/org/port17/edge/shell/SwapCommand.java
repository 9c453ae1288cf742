package org.port17.edge.shell;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.Port17Exception;
import org.port17.plugins.PluginKind;
import org.port17.plugins.Plugins;

/** {@code port17:swap}: changes the configuration. */
@Service
@Command(scope = "port17", name = "swap", description = "Uses one plugin in place of another, from now on")
public final class SwapCommand extends ConsoleCommand {
    @Argument(index = 0, name = "kind", description = "transport, suite, route, exit or payment", required = true)
    @Completion(KindCompleter.class)
    String kind;

    @Argument(index = 1, name = "old", description = "The plugin in use", required = true)
    @Completion(PluginNameCompleter.class)
    String old;

    @Argument(index = 2, name = "new", description = "The plugin to use instead", required = true)
    @Completion(PluginNameCompleter.class)
    String replacement;

    @Reference(optional = true)
    Plugins plugins;

    @Override
    Page page() throws CommandException {
        PluginKind what = kind(kind).orElseThrow(() -> new CommandException("A kind is one of " + kinds() + "."));
        try {
            present(plugins, PluginsCommand.MISSING).swap(what, old, replacement);
        } catch (Port17Exception e) {
            throw Answers.refused(e);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("swapped", true);
        json.put("kind", what);
        json.put("old", old);
        json.put("new", replacement);
        return Page.sentence(json, "The " + what.word() + " " + replacement + " is used in place of " + old + ".");
    }

    static Optional<PluginKind> kind(String word) {
        return Arrays.stream(PluginKind.values())
                .filter(k -> k.word().equals(word))
                .findFirst();
    }

    private static String kinds() {
        return Arrays.stream(PluginKind.values()).map(PluginKind::word).collect(Collectors.joining(", "));
    }
}
