package org.port17.sim;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Option;
import org.port17.launcher.json.JsonWriter;
import org.port17.sim.report.Report;
import org.port17.sim.world.Addresses;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Registry;

/** {@code sim}: how good the product's routes are in networks that nobody runs yet. */
final class SimCommand implements Command {
    /** Random addresses that are looked up to find who holds which networks. */
    private static final int ADDRESSES = 200_000;

    private static final int ADDRESSES_PER_NODE = 30;

    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<Registry> registry;

    /** @param registry asked for once the command line is understood */
    SimCommand(PrintStream out, PrintStream err, Supplier<Registry> registry) {
        this.out = out;
        this.err = err;
        this.registry = registry;
    }

    @Override
    public String name() {
        return "sim";
    }

    @Override
    public String usage() {
        return "sim --nodes N [--seed S] [--networks K] [--connections C] [--report DIR] [--json]";
    }

    @Override
    public String description() {
        return """
                Generates networks of N nodes on real address ranges and sends simulated connections through them
                with the route code that clients use: round trips, distances, what an attacker gains by its place,
                what nodes learn of a client's place, where load falls, what an attack costs. Beside it the same for
                other ways to choose. What the model assumes and what came out: docs/simulation.md.""";
    }

    @Override
    public List<Option> options() {
        return SimOptions.known();
    }

    @Override
    public int run(Arguments arguments) throws LaunchException, InterruptedException {
        return run(SimOptions.of(arguments, Main.cwd()), registry.get());
    }

    private int run(SimOptions options, Registry addressesOf) throws LaunchException, InterruptedException {
        var bar = new ProgressBar(err, Boolean.getBoolean("port17.terminal"));
        var cities = new Cities();
        var addresses = new Addresses(
                addressesOf, ADDRESSES + ADDRESSES_PER_NODE * options.nodes(), new SplittableRandom(options.seed()));
        int threads = Runtime.getRuntime().availableProcessors();
        var simulation = new Simulation(options.nodes(), options.seed(), cities, addresses, threads);
        Outcome outcome = new Plan(options, simulation, bar).run();
        bar.end();
        var report = new Report(outcome);
        PrintStream person = options.json() ? err : out;
        person.print(report.text());
        try {
            if (options.report().isPresent()) {
                report.write(options.report().get());
            }
        } catch (IOException e) {
            throw LaunchException.failed(
                    "the report cannot be written to " + options.report().get() + ": make the folder writable", e);
        }
        if (options.json()) {
            out.println(JsonWriter.write(outcome.json()));
        }
        return 0;
    }
}
