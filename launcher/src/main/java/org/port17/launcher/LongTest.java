package org.port17.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.port17.launcher.cli.LaunchException;

/**
 * A piece of the long tests: a line {@code name | minutes | Maven arguments} of launcher/long-tests.txt.
 *
 * @param minutes after which it has failed; below 60
 */
record LongTest(String name, int minutes, List<String> arguments) {
    private static final int MINUTES_MAX = 59;

    LongTest {
        arguments = List.copyOf(arguments);
    }

    static List<LongTest> read(Path file) throws IOException, LaunchException {
        List<LongTest> pieces = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                pieces.add(parse(line, number));
            }
        }
        return pieces;
    }

    static LongTest parse(String line, int number) throws LaunchException {
        String[] parts = line.split("\\|", -1);
        if (parts.length == 3
                && parts[0].strip().matches("[a-z0-9-]{1,40}")
                && parts[1].strip().matches("[1-9][0-9]?")
                && Integer.parseInt(parts[1].strip()) <= MINUTES_MAX
                && !parts[2].isBlank()) {
            return new LongTest(
                    parts[0].strip(),
                    Integer.parseInt(parts[1].strip()),
                    List.of(parts[2].strip().split("\\s+")));
        }
        throw LaunchException.failed(
                "line " + number + " of launcher/long-tests.txt must read: name | minutes up to 59 | Maven arguments");
    }
}
