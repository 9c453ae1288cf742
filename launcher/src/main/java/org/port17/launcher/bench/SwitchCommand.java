package org.port17.launcher.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
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

/** {@code bench switch}: how long a running download stands still when its suite changes. */
public final class SwitchCommand implements Command {
    private static final int NODES = 6;
    private static final int ROUNDS = 100;
    private static final int ROUNDS_MAX = 10_000;
    private final long began;

    /** @param began wall clock at which the user's command began */
    public SwitchCommand(long began) {
        this.began = began;
    }

    @Override
    public String name() {
        return "bench-switch";
    }

    @Override
    public String usage() {
        return "bench switch [--rounds N] [--cold] [--json]";
    }

    @Override
    public String description() {
        return """
                Starts a network here, downloads through three nodes, switches the suite of the running circuit again and
                again, and prints the longest silence within a second of a switch, beside the same within a second of a
                console command that changes nothing. Begins when every process has rehearsed its suites, as a network does
                that has run for some minutes; with --cold at once.""";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.of("rounds", "N", "how many switches (default 100)"),
                Option.flag("cold", "begin as soon as the network is up"),
                Option.flag("json", "one JSON object on the last line of standard output"));
    }

    @Override
    public int run(Arguments arguments) throws LaunchException, InterruptedException {
        int rounds = arguments.number("rounds", 1, ROUNDS_MAX, ROUNDS);
        PrintStream person = arguments.has("json") ? System.err : System.out;
        Progress progress = new Progress(person, began);
        try (BenchFolder folder = BenchFolder.make(progress);
                ServerSocket origin = SwitchBench.origin()) {
            Localnet localnet = folder.localnet();
            HostPort target = new HostPort("127.0.0.1", origin.getLocalPort());
            NetRecord net = localnet.up(
                    new NetRequest(
                            localnet.layout().dir(),
                            NODES,
                            Optional.empty(),
                            Optional.empty(),
                            List.of(target),
                            "tcp",
                            false),
                    Distribution.built());
            try (ConsoleClient console = new ConsoleClient(localnet.layout(), "admin")) {
                boolean cold = arguments.has("cold");
                if (!cold) {
                    Rehearsed.await(net, console, progress);
                }
                Map<String, Object> result = new SwitchBench(net, console, progress).run(target, rounds);
                result.put("cold", cold);
                if (arguments.has("json")) {
                    System.out.println(JsonWriter.write(result));
                } else {
                    result.forEach((name, value) -> person.printf("  %-22s %s%n", name, value));
                }
                return 0;
            }
        } catch (IOException e) {
            throw LaunchException.failed("no origin can be opened on loopback (" + e.getMessage() + ")", e);
        }
    }
}
