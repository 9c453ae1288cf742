package org.port17.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.port17.launcher.cli.LaunchException;

/** The user's terminal, by way of {@code stty}. */
final class Terminal {
    private final String before;

    private Terminal(String before) {
        this.before = before;
    }

    /** Hands every key over at once and unseen until {@link #restore}. */
    static Terminal raw() throws LaunchException {
        Terminal terminal = new Terminal(stty("-g").strip());
        stty("raw", "-echo");
        return terminal;
    }

    void restore() {
        try {
            stty(before);
        } catch (LaunchException e) {
            System.err.println(e.getMessage());
        }
    }

    private static String stty(String... arguments) throws LaunchException {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (process.waitFor() == 0) {
                return output;
            }
        } catch (IOException e) {
            throw LaunchException.failed("stty cannot be run: type 'stty sane' if the terminal looks odd", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw LaunchException.failed("the terminal cannot be set: type 'stty sane' if it looks odd");
    }
}
