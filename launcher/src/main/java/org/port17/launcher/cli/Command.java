package org.port17.launcher.cli;

import java.util.List;

/** One command of {@code ./port17}. */
public interface Command {
    String name();

    /** How it is called, without {@code ./port17}; several lines if it is called in several ways. */
    String usage();

    /** What it does, for {@code --help}. */
    String description();

    List<Option> options();

    /** @return the exit code */
    int run(Arguments arguments) throws LaunchException, InterruptedException;

    /** The text of {@code --help}. */
    default String help() {
        StringBuilder text = new StringBuilder();
        usage().lines().forEach(line -> text.append("./port17 ").append(line).append('\n'));
        text.append('\n').append(description()).append("\n\n");
        for (Option option : options()) {
            String left = "--" + option.name() + (option.value().isEmpty() ? "" : " " + option.value());
            text.append(
                    String.format("  %-22s %s%s%n", left, option.help(), option.repeatable() ? " (repeatable)" : ""));
        }
        return text.append(String.format("  %-22s %s%n", "--help", "this text")).toString();
    }
}
