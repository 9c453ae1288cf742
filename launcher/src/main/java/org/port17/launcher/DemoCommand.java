package org.port17.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;
import org.port17.launcher.cli.Progress;
import org.port17.launcher.demo.Demo;
import org.port17.launcher.demo.Performance;
import org.port17.launcher.demo.WorldDemo;
import org.port17.launcher.json.JsonWriter;
import org.port17.launcher.localnet.Distribution;
import org.port17.launcher.localnet.Hooks;
import org.port17.launcher.localnet.NetRecord;
import org.port17.launcher.localnet.NetRequest;
import org.port17.launcher.localnet.PrivateFolder;

/** {@code demo}: from nothing to a proven download. */
final class DemoCommand implements Command {
    private static final int FEWEST_NODES = 6;
    private static final int MIB_DEFAULT = 256;
    private static final int MIB_MAX = 16_384;
    private final long began;

    /** @param began wall clock at which the user's command began */
    DemoCommand(long began) {
        this.began = began;
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String usage() {
        return "demo [--world] [--once] [--json]";
    }

    @Override
    public String description() {
        return """
                Starts a network of six nodes and a client on this machine, downloads random content through three of
                the nodes, checks it and shows the way it took. Serves SOCKS5 and an HTTP proxy on loopback until
                Ctrl-C, which leaves nothing behind. With --once it stops after the download; the last line on standard
                output is one JSON object then.
                With --world the network has 20 nodes of 9 owners in 12 countries, as far apart in time as on earth, and
                the demo shows how exits are chosen: near three origins, by a rule, and for what is not encrypted.""";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.flag("once", "stop after the download"),
                Option.flag("world", "20 nodes in 12 countries, and how exits are chosen among them"),
                NetOptions.JSON,
                Option.of("mib", "N", "how much to download (default 256)"),
                NetOptions.NODES,
                NetOptions.SOCKS,
                NetOptions.HTTP,
                NetOptions.TRANSPORT);
    }

    @Override
    public int run(Arguments arguments) throws LaunchException, InterruptedException {
        if (!arguments.words().isEmpty()) {
            throw NetOptions.noWords(arguments);
        }
        boolean world = arguments.has("world");
        for (String other : List.of("mib", "nodes", "transport")) {
            if (world && arguments.get(other).isPresent()) {
                throw LaunchException.usage("--world has its own nodes and content: leave out --" + other);
            }
        }
        long bytes = (long) arguments.number("mib", 1, MIB_MAX, MIB_DEFAULT) << 20;
        PrintStream person = arguments.has("json") ? System.err : System.out;
        Progress progress = new Progress(person, began);
        // The folder is the demo's to choose, once the command line is known to be right.
        NetRequest wanted = NetOptions.request(Path.of(""), arguments, FEWEST_NODES);
        Distribution distribution = Distribution.built();
        Path folder = folder();
        Performance demo = world
                ? new WorldDemo(folder, progress, wanted, distribution)
                : new Demo(folder, progress, wanted, distribution, bytes);
        Thread cleaner = Hooks.add(() -> clean(demo, folder, progress));
        try {
            Performance.Outcome result = demo.perform();
            result.print(person);
            if (!arguments.has("once")) {
                if (arguments.has("json")) {
                    System.out.println(JsonWriter.write(result.json()));
                }
                progress.step("serving until Ctrl-C");
                serve(result.net());
            }
            // The hook goes last: a Ctrl-C in the middle of the clearing waits for its end.
            clean(demo, folder, progress);
            Hooks.remove(cleaner);
            if (arguments.has("once")) {
                System.out.println(JsonWriter.write(result.json()));
            }
            return 0;
        } catch (LaunchException e) {
            if (!Hooks.ending()) {
                keepLogs(demo, progress);
            }
            clean(demo, folder, progress);
            Hooks.remove(cleaner);
            throw e;
        }
    }

    /** The folder goes, but whoever wants to know why it failed finds the logs of the last failure. */
    private static void keepLogs(Performance demo, Progress progress) {
        Path kept = Path.of(System.getProperty("port17.root", "")).resolve(".port17/last-failure");
        try {
            if (demo.localnet().keepLogs(kept)) {
                progress.step("the logs are kept in " + kept);
            }
        } catch (IOException | LaunchException e) {
            progress.step("the logs could not be kept: " + e.getMessage());
        }
    }

    private static Path folder() throws LaunchException {
        try {
            return Files.createTempDirectory("port17-demo-").toRealPath();
        } catch (IOException e) {
            throw LaunchException.failed(
                    "no temporary folder can be made: make room in " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    /** Returns only by an exception: Ctrl-C ends the whole JVM, and its hook clears up. */
    private static void serve(NetRecord net) throws LaunchException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(1, TimeUnit.SECONDS)) {
            for (NetRecord.Member member : net.members()) {
                if (!member.process().isAlive()) {
                    throw LaunchException.failed(member.instance().name() + " has ended: run the demo again");
                }
            }
        }
    }

    /** Once is enough: the hook and a failure may both ask for it. */
    private static synchronized void clean(Performance demo, Path folder, Progress progress) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            demo.close();
            if (Files.exists(demo.localnet().layout().record())) {
                demo.localnet().down();
            }
            PrivateFolder.delete(folder);
            progress.step("all processes ended, nothing is left behind");
        } catch (IOException | LaunchException e) {
            System.err.println("port17: " + e.getMessage() + " (" + folder + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
