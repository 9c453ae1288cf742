package org.port17.sim;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.LaunchException;
import org.port17.sim.world.Registry;

/** {@code ./port17 sim}. Exit codes: 0 done, 1 failed, 2 wrong command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err, RealAddresses::registry));
    }

    static int run(List<String> args, PrintStream out, PrintStream err, Supplier<Registry> registry) {
        Command command = new SimCommand(out, err, registry);
        if (args.contains("--help")) {
            out.print(command.help());
            return 0;
        }
        try {
            return command.run(Arguments.parse(args, command.options()));
        } catch (LaunchException e) {
            err.println("port17: " + e.getMessage());
            return e.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("port17: interrupted");
            return LaunchException.FAILED;
        }
    }

    /** What a relative path of the command line is relative to. */
    static Path cwd() {
        return Path.of(System.getProperty("port17.cwd", "."));
    }
}
