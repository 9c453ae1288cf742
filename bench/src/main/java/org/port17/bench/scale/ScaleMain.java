package org.port17.bench.scale;

import java.util.List;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.localnet.Hooks;

/** {@code ./port17 bench scale}. Exit codes: 0 done, 1 failed, 2 wrong command line. */
public final class ScaleMain {
    private ScaleMain() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        ScaleCommand command = new ScaleCommand(Long.getLong("port17.began", System.currentTimeMillis()));
        if (args.contains("--help") || args.contains("-h")) {
            System.out.print(command.help());
            return 0;
        }
        try {
            return command.run(Arguments.parse(args, command.options()));
        } catch (LaunchException e) {
            if (!Hooks.ending()) {
                System.err.println("port17: " + e.getMessage());
            }
            return e.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.err.println("port17: interrupted");
            return LaunchException.FAILED;
        }
    }
}
