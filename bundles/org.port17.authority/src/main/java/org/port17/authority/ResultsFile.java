package org.port17.authority;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private text file of what this authority found: a line {@code port17-NAME 1}, then lines of words with a space between them.
 *
 * @param path whose last part is the name
 * @param most longest file that is read, in bytes
 */
record ResultsFile(Path path, int most) {
    private static final Logger LOG = LoggerFactory.getLogger(ResultsFile.class);

    /** Takes a line apart. */
    interface Line {
        void read(String[] words) throws Port17Exception;
    }

    private String name() {
        return path.getFileName().toString();
    }

    private String first() {
        return "port17-" + name() + " 1";
    }

    /** @return false if it is damaged, so that what was read must not count; true also where there is none */
    boolean read(Line each) {
        try {
            if (!Files.exists(path)) {
                return true;
            }
            byte[] bytes = PrivateFiles.read(path, most, "the authority's file " + name());
            String[] lines = new String(bytes, StandardCharsets.US_ASCII).split("\n");
            if (!lines[0].equals(first())) {
                throw new Port17Exception(ErrorKind.CONFIG, "the authority's file " + name() + " is damaged");
            }
            for (int i = 1; i < lines.length; i++) {
                each.read(lines[i].split(" "));
            }
            return true;
        } catch (IOException | Port17Exception | RuntimeException e) {
            LOG.warn("the authority's file {} cannot be read; every node is measured again", name(), e);
            return false;
        }
    }

    void write(Stream<String> lines) throws IOException {
        String text = Stream.concat(Stream.of(first()), lines).collect(Collectors.joining("\n", "", "\n"));
        PrivateFiles.write(path, text.getBytes(StandardCharsets.US_ASCII));
    }
}
