package org.port17.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers for this node's records: the time in milliseconds, and more than the last one, also when the clock was set back
 * over a restart. Never so far ahead of the clock that an authority refuses it: a number from a time when the clock was
 * wrong by days, which nobody took, would else keep the node out of the map for so long. One thread.
 */
final class Sequence {
    private static final Logger LOG = LoggerFactory.getLogger(Sequence.class);
    private static final int MAX_BYTES = 32;

    /** An authority takes an hour. */
    private static final long AHEAD_MILLIS = 3_540_000;

    private final Path file;
    private final InstantSource clock;
    private long last;

    Sequence(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.last = stored(file);
    }

    /** The next number; it is on disk before it is handed out. */
    long next() throws Port17Exception {
        long now = clock.millis();
        long next = Math.min(Math.max(now, last + 1), now + AHEAD_MILLIS);
        try {
            PrivateFiles.write(file, Long.toString(next).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.LATER, "the node's state directory cannot be written to", e);
        }
        last = next;
        return next;
    }

    /** The second of the last number; 0 if there is none. */
    long lastSecond() {
        return last / 1_000;
    }

    private static long stored(Path file) {
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            byte[] content = PrivateFiles.read(file, MAX_BYTES, "the node's sequence file");
            return Math.max(0, Long.parseLong(new String(content, StandardCharsets.US_ASCII).strip()));
        } catch (IOException | Port17Exception | NumberFormatException e) {
            LOG.warn("the node's sequence file is damaged; the clock alone numbers its records now");
            return 0;
        }
    }
}
