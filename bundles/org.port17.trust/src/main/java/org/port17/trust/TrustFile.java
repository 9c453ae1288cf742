package org.port17.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.store.PrivateFiles;
import org.port17.spi.trust.TrustControl;
import org.port17.spi.trust.Trusted;

/**
 * The user's trust as text, for people too: the line {@code port17-trust 1}, then for each {@code node} or {@code owner} its
 * key and name. Replaced in one step.
 */
record TrustFile(Path path) {
    private static final String FIRST_LINE = "port17-trust 1";
    private static final String WHAT = "the file of the user's trust";
    private static final int LONGEST_LINE = 160;
    private static final int MOST_BYTES = (TrustControl.MOST + 1) * LONGEST_LINE;

    /**
     * What the file holds; nothing if there is none.
     *
     * @throws Port17Exception BAD_INPUT with the line if it is damaged, CONFIG if it cannot be read
     */
    List<Trusted> read() throws Port17Exception {
        byte[] content;
        try {
            content = PrivateFiles.read(path, MOST_BYTES, WHAT);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new Port17Exception(ErrorKind.CONFIG, Retry.LATER, WHAT + " cannot be read: check its rights", e);
        }
        List<String> lines = text(content).lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
            throw bad(1, "it must be '" + FIRST_LINE + "'");
        }
        List<Trusted> all = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            Trusted trusted = entry(lines.get(i)).orElse(null);
            if (trusted == null) {
                throw bad(i + 1, "it must be 'node' or 'owner', a key of 64 hexadecimal digits, and a name");
            }
            if (all.stream().anyMatch(t -> t.kind() == trusted.kind() && t.key().equals(trusted.key()))) {
                throw bad(i + 1, "its key stands in an earlier line too");
            }
            all.add(trusted);
        }
        if (all.size() > TrustControl.MOST) {
            throw bad(TrustControl.MOST + 2, "there are too many");
        }
        return all;
    }

    private static String text(byte[] content) throws Port17Exception {
        try {
            return StandardCharsets.US_ASCII
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, WHAT + " is damaged: it is no ASCII text");
        }
    }

    private static Optional<Trusted> entry(String line) {
        String[] words = line.split(" ", 3);
        if (words.length < 3 || !(words[0].equals("node") || words[0].equals("owner"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Trusted(kind(words[0]), words[1], words[2]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Trusted.Kind kind(String word) {
        return Trusted.Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Port17Exception bad(int line, String why) {
        return new Port17Exception(ErrorKind.BAD_INPUT, WHAT + " is damaged in line " + line + ": " + why);
    }

    /** @throws Port17Exception CONFIG if it cannot be written; the file is then as it was */
    void write(List<Trusted> all) throws Port17Exception {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        for (Trusted trusted : all) {
            text.append(trusted.kind().name().toLowerCase(Locale.ROOT)).append(' ');
            text.append(trusted.key()).append(' ').append(trusted.name()).append('\n');
        }
        try {
            PrivateFiles.directoryFor(path, WHAT);
            PrivateFiles.write(path, text.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.LATER, WHAT + " cannot be written: check its path and rights", e);
        }
    }
}
