package org.port17.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.localnet.ConsoleClient;
import org.port17.launcher.localnet.Hooks;
import org.port17.launcher.localnet.Instance;
import org.port17.launcher.localnet.Localnet;
import org.port17.launcher.localnet.NetRecord;

/** {@code shell}: one console command of a node, or its console. */
final class ShellCommand implements Command {
    private static final int TIMEOUT_SECONDS = 120;
    private static final int TIMEOUT_MAX = 86_400;

    @Override
    public String name() {
        return "shell";
    }

    @Override
    public String usage() {
        return "shell --dir DIR [--node NAME] [--user admin|viewer] [-- 'port17:status']";
    }

    @Override
    public String description() {
        return """
                Runs one console command in a node of the network in DIR, prints what it prints and ends with its exit
                code. Without a command it opens the node's console; 'logout' leaves it.""";
    }

    @Override
    public List<Option> options() {
        return List.of(
                NetOptions.DIR,
                Option.of("node", "NAME", "which node (default: client)"),
                Option.of("user", "admin|viewer", "log in as (default admin; a viewer may only look)"),
                Option.of("timeout", "SECONDS", "give up on a command after so long (default 120)"));
    }

    @Override
    public int run(Arguments arguments) throws LaunchException {
        if (!arguments.words().isEmpty()) {
            throw LaunchException.usage("the console command comes behind -- in quotes: -- 'port17:status'");
        }
        String user = arguments.get("user").orElse("admin");
        if (!List.of("admin", "viewer").contains(user)) {
            throw LaunchException.usage("--user takes admin or viewer");
        }
        int seconds = arguments.number("timeout", 1, TIMEOUT_MAX, TIMEOUT_SECONDS);
        Localnet localnet =
                new Localnet(NetOptions.dir(arguments), new Progress(System.err, System.currentTimeMillis()));
        NetRecord record = localnet.find();
        Instance instance = running(record, arguments.get("node").orElse("client"));
        try (ConsoleClient console = new ConsoleClient(localnet.layout(), user)) {
            if (arguments.rest().isEmpty()) {
                return interactive(console, instance);
            }
            String command = String.join(" ", arguments.rest());
            return console.run(instance, command, System.out, System.err, Duration.ofSeconds(seconds));
        } catch (IOException e) {
            throw LaunchException.failed(
                    "the console of " + instance.name() + " did not answer (" + e.getMessage() + "): see "
                            + localnet.layout().log(instance.name()),
                    e);
        }
    }

    private static Instance running(NetRecord record, String name) throws LaunchException {
        String names = record.members().stream().map(m -> m.instance().name()).collect(Collectors.joining(", "));
        NetRecord.Member member = record.member(name)
                .orElseThrow(
                        () -> LaunchException.failed("there is no node " + name + ": --node takes one of " + names));
        if (!member.process().isAlive()) {
            throw LaunchException.failed(name + " does not run: start the network again with ./port17 localnet up");
        }
        return member.instance();
    }

    /** The terminal hands keys over as they are pressed, and is put back whatever happens. */
    private static int interactive(ConsoleClient console, Instance instance) throws LaunchException, IOException {
        if (System.console() == null) {
            throw LaunchException.usage("a console needs a terminal: give a command behind --");
        }
        Terminal terminal = Terminal.raw();
        Thread restore = Hooks.add(terminal::restore);
        try {
            console.open(instance);
            return 0;
        } finally {
            terminal.restore();
            Hooks.remove(restore);
        }
    }
}
