package org.port17.sim;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;

/**
 * What the command line asks for.
 *
 * @param nodes in each network
 * @param seed everything drawn follows from it
 * @param networks how many are generated, each independently
 * @param connections in each network, for each way to choose routes
 * @param json whether the last line of standard output is the result as one object
 * @param report where charts and tables are written, if wanted
 */
public record SimOptions(int nodes, long seed, int networks, int connections, boolean json, Optional<Path> report) {
    static final int LEAST_NODES = 100;
    static final int MOST_NODES = 200_000;
    private static final int MOST_NETWORKS = 100;
    static final int LEAST_CONNECTIONS = 100;
    private static final int MOST_CONNECTIONS = 1_000_000;

    static List<Option> known() {
        return List.of(
                Option.of("nodes", "N", "how many nodes a network has, " + LEAST_NODES + " to " + MOST_NODES),
                Option.of("seed", "S", "a whole number; equal seeds give equal results (default 17)"),
                Option.of("networks", "K", "how many networks are generated (default 10, from 50,000 nodes on 4)"),
                Option.of("connections", "C", "simulated in each network for each row (default 10,000)"),
                Option.of("report", "DIR", "writes tables and charts into that folder, and the trade-off curve"),
                Option.flag("json", "one JSON object on the last line of standard output"));
    }

    /** @throws LaunchException USAGE with one sentence */
    static SimOptions of(Arguments arguments, Path cwd) throws LaunchException {
        if (!arguments.words().isEmpty() || !arguments.rest().isEmpty()) {
            throw LaunchException.usage("sim takes options only: --nodes N");
        }
        if (!arguments.has("nodes")) {
            throw LaunchException.usage("sim needs the size of the network: --nodes N");
        }
        int nodes = arguments.number("nodes", LEAST_NODES, MOST_NODES, 0);
        int networks = arguments.number("networks", 1, MOST_NETWORKS, nodes < 50_000 ? 10 : 4);
        int connections = arguments.number("connections", LEAST_CONNECTIONS, MOST_CONNECTIONS, 10_000);
        Optional<Path> report = arguments.get("report").map(cwd::resolve);
        return new SimOptions(nodes, seed(arguments), networks, connections, arguments.has("json"), report);
    }

    private static long seed(Arguments arguments) throws LaunchException {
        try {
            return Long.parseLong(arguments.get("seed").orElse("17"));
        } catch (NumberFormatException e) {
            throw LaunchException.usage("--seed takes a whole number of at most 18 digits");
        }
    }
}
