package org.port17.launcher.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.json.JsonWriter;
import org.port17.launcher.localnet.ConsoleClient;
import org.port17.launcher.localnet.Distribution;
import org.port17.launcher.localnet.Localnet;
import org.port17.launcher.localnet.NetRecord;
import org.port17.launcher.localnet.NetRequest;

/** {@code bench heal}: how long after many nodes died at once new connections work again. */
public final class HealCommand implements Command {
    private static final int NODES = 16;
    private static final int FEWEST = 12;
    private static final int KILLS = 2;
    private static final int KILLS_MAX = 3;
    private static final int APPLICATIONS = 40;
    private static final int APPLICATIONS_MAX = 500;
    private final long began;

    /** @param began wall clock at which the user's command began */
    public HealCommand(long began) {
        this.began = began;
    }

    @Override
    public String name() {
        return "bench-heal";
    }

    @Override
    public String usage() {
        return "bench heal [--nodes N] [--kills N] [--applications N] [--silent] [--cold] [--json]";
    }

    @Override
    public String description() {
        return """
                Starts a network here, a process for each node, kills 30 % of them at once, and prints how long it takes until
                many applications, each of which has a route that stands, get a new connection. The network is told nothing.
                Each further kill takes 30 % of those that are left. With --silent the nodes stop to answer and their
                connections stay, as when a host vanishes. Begins when every process has rehearsed its suites, as a network
                does that runs for some minutes; --cold begins at once.""";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.of("nodes", "N", "how many nodes (default 16)"),
                Option.of("kills", "N", "how often 30 % die (default 2)"),
                Option.of("applications", "N", "how many applications connect after each (default 40)"),
                Option.flag("cold", "begin as soon as the nodes are up"),
                Option.flag("silent", "nodes fall silent (SIGSTOP) instead of being killed"),
                Option.flag("json", "one JSON object on the last line of standard output"));
    }

    @Override
    public int run(Arguments arguments) throws LaunchException, InterruptedException {
        int nodes = arguments.number("nodes", FEWEST, NetRequest.MAX_NODES, NODES);
        int kills = arguments.number("kills", 1, KILLS_MAX, KILLS);
        int applications = arguments.number("applications", 1, APPLICATIONS_MAX, APPLICATIONS);
        PrintStream person = arguments.has("json") ? System.err : System.out;
        Progress progress = new Progress(person, began);
        Distribution distribution = Distribution.built();
        try (BenchFolder folder = BenchFolder.make(progress);
                HealOrigin origin = HealOrigin.open()) {
            Localnet localnet = folder.localnet();
            HostPort target = origin.at();
            NetRecord net = localnet.up(
                    new NetRequest(
                            localnet.layout().dir(),
                            nodes,
                            Optional.empty(),
                            Optional.empty(),
                            List.of(target),
                            "tcp",
                            false),
                    distribution);
            if (!arguments.has("cold")) {
                try (ConsoleClient console = new ConsoleClient(localnet.layout(), "admin")) {
                    Rehearsed.await(net, console, progress);
                }
            }
            Map<String, Object> result =
                    new HealBench(net, target, progress, arguments.has("silent")).run(kills, applications);
            if (arguments.has("json")) {
                System.out.println(JsonWriter.write(result));
            } else {
                result.forEach((name, value) -> person.printf("  %-22s %s%n", name, value));
            }
            return 0;
        }
    }
}
