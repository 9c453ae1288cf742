package org.port17.bench.scale;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.port17.launcher.bench.BenchFolder;
import org.port17.launcher.bench.Rehearsed;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.json.JsonWriter;
import org.port17.launcher.localnet.ConsoleClient;
import org.port17.launcher.localnet.Distribution;
import org.port17.launcher.localnet.Localnet;
import org.port17.launcher.localnet.NetRecord;
import org.port17.launcher.localnet.NetRequest;
import org.port17.launcher.localnet.PrivateFolder;
import org.port17.launcher.localnet.Tuning;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;

/** {@code bench scale}: memory and processor time of relays against the number of circuits they hold. */
final class ScaleCommand implements Command {
    private static final int CIRCUITS = 100_000;
    private static final int CIRCUITS_MAX = 400_000;
    private static final int FEWEST = 1_000;
    private static final int ACTIVE = 10_000;
    private static final int ACTIVE_MAX = 15_000;
    private static final int MINUTES = 2;
    private static final int MINUTES_MAX = 600;
    /** Above that relays run with what ships for large ones. */
    private static final int LARGE = 30_000;

    private static final List<String> ROUTE = List.of("n1", "n2", "n3");

    private final long began;

    /** @param began wall clock at which the user's command began */
    ScaleCommand(long began) {
        this.began = began;
    }

    @Override
    public String name() {
        return "bench-scale";
    }

    @Override
    public String usage() {
        return "bench scale [--circuits N] [--active N] [--minutes M] [--java OPTION] [--report DIR] [--json]";
    }

    @Override
    public String description() {
        return """
                Starts a network of three nodes here, a process for each, and many clients in this process that build
                circuits over all three: 1, 10, 25, 50, 75 and 100 % of N that rest, and some more that are active.
                After each part every node's heap (after a forced collection), resident memory and processor time at
                rest are taken, and a straight line is fitted. Then the active ones bring data at a fixed rate, more and
                more of them, for processor time against their number, and at last as fast as the machine can for M
                minutes, with every pause of the virtual machines. Takes some 10 minutes more than M, and 7 GB of memory.
                Nodes run what ships, bin/large.args above 30,000 circuits, but that the limits on circuits are higher and
                others may attach.""";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.of("circuits", "N", "circuits that rest (default 100000)"),
                Option.of("active", "N", "circuits beside them that carry data (default 10000)"),
                Option.of("minutes", "M", "minutes of full load (default 2)"),
                Option.many("java", "OPTION", "one more option of the nodes' virtual machines"),
                Option.of("report", "DIR", "a folder for a table and charts"),
                Option.flag("json", "one JSON object on the last line of standard output"));
    }

    @Override
    public int run(Arguments arguments) throws LaunchException, InterruptedException {
        int circuits = arguments.number("circuits", FEWEST, CIRCUITS_MAX, CIRCUITS);
        int active = arguments.number("active", 1, ACTIVE_MAX, ACTIVE);
        int minutes = arguments.number("minutes", 1, MINUTES_MAX, MINUTES);
        PrintStream person = arguments.has("json") ? System.err : System.out;
        Progress progress = new Progress(person, began);
        Distribution distribution = Distribution.built();
        Path logs = folder();
        try (BenchFolder folder = BenchFolder.make(progress);
                BlockOrigin origin = new BlockOrigin()) {
            Localnet localnet = folder.localnet();
            List<String> java = new ArrayList<>(NodeProcess.options(logs));
            if (circuits > LARGE) {
                java.add("@bin/large.args");
            }
            java.addAll(arguments.all("java"));
            String most = Integer.toString(circuits + active + FEWEST);
            Tuning tuning = new Tuning(
                    java,
                    Map.of(
                            "org.port17.relay", Map.of("circuits.max", most),
                            "org.port17.link", Map.of("lanes.max", most)));
            NetRecord net = localnet.up(
                    new NetRequest(
                            localnet.layout().dir(),
                            ROUTE.size(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(origin.at()),
                            "tcp",
                            false,
                            Optional.empty(),
                            tuning),
                    distribution);
            Path etc = localnet.layout().etc("client");
            try (ConsoleClient console = new ConsoleClient(localnet.layout(), "admin");
                    Crowd crowd = new Crowd(etc, net.authority(), origin.at(), ROUTE, suite(), circuits + active)) {
                Rehearsed.await(net, console, progress);
                List<NodeProcess> nodes = new ArrayList<>();
                for (String name : ROUTE) {
                    nodes.add(new NodeProcess(net.member(name).orElseThrow(), logs));
                }
                ScaleResult result =
                        new ScaleBench(nodes, crowd, console, progress).run(circuits, active, minutes, java);
                person.print(result.text());
                Optional<String> report = arguments.get("report");
                if (report.isPresent()) {
                    new ScaleReport(result)
                            .write(Path.of(System.getProperty("port17.cwd", "."))
                                    .resolve(report.get()));
                }
                if (arguments.has("json")) {
                    System.out.println(JsonWriter.write(result.json()));
                }
                return 0;
            }
        } catch (IOException e) {
            throw LaunchException.failed("the report or a log of pauses cannot be used: " + e.getMessage(), e);
        } finally {
            delete(logs);
        }
    }

    /** What ships for clients: with the faster provider where it works. */
    private static CipherSuite suite() {
        AesGcmSuite suite = new AesGcmSuite();
        if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null) {
            suite.useFast(AmazonCorrettoCryptoProvider.INSTANCE);
        }
        return suite;
    }

    private static Path folder() throws LaunchException {
        try {
            return Files.createTempDirectory("port17-scale-");
        } catch (IOException e) {
            throw LaunchException.failed(
                    "no temporary folder can be made: make room in " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    private static void delete(Path folder) throws LaunchException {
        try {
            PrivateFolder.delete(folder);
        } catch (IOException e) {
            throw LaunchException.failed(folder + " could not be cleared", e);
        }
    }
}
