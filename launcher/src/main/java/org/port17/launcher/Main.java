package org.port17.launcher;

import java.util.Arrays;
import java.util.List;
import org.port17.launcher.bench.HealCommand;
import org.port17.launcher.bench.SwitchCommand;
import org.port17.launcher.cli.Arguments;
import org.port17.launcher.cli.Command;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.localnet.Hooks;

/** Runs one command. Exit codes: 0 done, 1 failed, 2 wrong command line; a console command's own code as it is. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(Arrays.asList(args)));
    }

    static int run(List<String> args) {
        long began = Long.getLong("port17.began", System.currentTimeMillis());
        List<Command> commands = List.of(
                new DemoCommand(began),
                new LocalnetCommand(began),
                new ShellCommand(),
                new NetworkCommand(),
                new LongTestCommand(),
                new SwitchCommand(began),
                new HealCommand(began),
                new DoctorCommand());
        try {
            String name = args.isEmpty() ? "" : args.get(0);
            Command command = commands.stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> LaunchException.usage("unknown command " + name + ": ./port17 help lists all"));
            List<String> rest = args.subList(1, args.size());
            int end = rest.indexOf("--") < 0 ? rest.size() : rest.indexOf("--");
            if (rest.subList(0, end).contains("--help")) {
                System.out.print(command.help());
                return 0;
            }
            return command.run(Arguments.parse(rest, command.options()));
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
