package org.port17.launcher.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A {@code .cfg} file of Karaf: lines {@code key = value}. Lines that are not asked about stay as they are. */
final class CfgFile {
    private CfgFile() {}

    /** Sets keys in a file, which is made if it is missing; an empty value takes the key away. */
    static void set(Path file, Map<String, String> values) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (!values.containsKey(key(line))) {
                    lines.add(line);
                }
            }
        }
        values.forEach((key, value) -> {
            if (!value.isEmpty()) {
                lines.add(key + " = " + value);
            }
        });
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".", ".cfg-new");
        Files.write(fresh, lines, StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The value of a key; empty if it is not there. */
    static String get(Path file, String key) throws IOException {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (key(line).equals(key)) {
                return line.substring(line.indexOf('=') + 1).strip();
            }
        }
        return "";
    }

    private static String key(String line) {
        int equals = line.indexOf('=');
        return equals < 0 || line.startsWith("#")
                ? ""
                : line.substring(0, equals).strip();
    }
}
