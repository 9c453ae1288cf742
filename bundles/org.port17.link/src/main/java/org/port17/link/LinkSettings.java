package org.port17.link;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/** {@link LinkConfiguration}, checked. */
record LinkSettings(Bounds bounds, Times times) {
    private static final long LINK_QUEUE = 128L << 20;

    /** Memory, counts and rates. */
    record Bounds(
            int window, int laneQueue, int linkQueue, int lanes, int accepted, int halfOpen, int hellosPerSecond) {}

    /** Durations. */
    record Times(Duration handshake, Duration resume, Duration keepAlive, Duration silence, Duration idle) {}

    /** @throws Port17Exception CONFIG, with the key and its range */
    static LinkSettings of(LinkConfiguration c) throws Port17Exception {
        return new LinkSettings(
                new Bounds(
                        range("window.bytes", c::window_bytes, 64 * 1024, 1 << 30),
                        range("lane.queue.bytes", c::lane_queue_bytes, 64 * 1024, 1 << 30),
                        linkQueue(c),
                        range("lanes.max", c::lanes_max, 1, 1 << 20),
                        range("accepted.max", c::accepted_max, 1, 1 << 20),
                        range("halfopen.max", c::halfopen_max, 1, 1 << 20),
                        range("hello.rate", c::hello_rate, 1, 1_000_000)),
                new Times(
                        seconds("handshake.seconds", c::handshake_seconds, 300),
                        seconds("resume.seconds", c::resume_seconds, 300),
                        seconds("keepalive.seconds", c::keepalive_seconds, 3600),
                        seconds("silence.seconds", c::silence_seconds, 7200),
                        seconds("idle.seconds", c::idle_seconds, 86_400)));
    }

    /** A large relay has more circuits, each of which may have a cell waiting, and a larger heap. */
    private static int linkQueue(LinkConfiguration c) throws Port17Exception {
        int asked = range("link.queue.bytes", c::link_queue_bytes, 0, Integer.MAX_VALUE);
        if (asked == 0) {
            return (int) Math.min(
                    Integer.MAX_VALUE, Math.max(LINK_QUEUE, Runtime.getRuntime().maxMemory() / 8));
        }
        return range("link.queue.bytes", () -> asked, 64 * 1024, Integer.MAX_VALUE);
    }

    private static Duration seconds(String key, IntSupplier value, int max) throws Port17Exception {
        return Duration.ofSeconds(range(key, value, 1, max));
    }

    private static int range(String key, IntSupplier value, int min, int max) throws Port17Exception {
        int number;
        try {
            number = value.getAsInt();
        } catch (RuntimeException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.NEVER, "org.port17.link: " + key + " must be a whole number", e);
        }
        if (number < min || number > max) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, "org.port17.link: " + key + " must lie between " + min + " and " + max);
        }
        return number;
    }
}
