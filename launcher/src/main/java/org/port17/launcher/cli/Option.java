package org.port17.launcher.cli;

/**
 * An option of a command.
 *
 * @param name without the dashes
 * @param value what its value is called in the help; empty for a switch
 * @param repeatable whether it may be given more than once
 * @param help one line
 */
public record Option(String name, String value, boolean repeatable, String help) {
    public static Option flag(String name, String help) {
        return new Option(name, "", false, help);
    }

    public static Option of(String name, String value, String help) {
        return new Option(name, value, false, help);
    }

    public static Option many(String name, String value, String help) {
        return new Option(name, value, true, help);
    }

    boolean isSwitch() {
        return value.isEmpty();
    }
}
