package org.port17.transport.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.port17.api.Loop;

/**
 * The line by which a machine is in the network: so many bytes a second in each direction, which its connections take turns to
 * use. Nothing is dropped; what waits holds up the sender. Several transports on one line are nodes on one machine.
 */
public final class MemoryLine {
    /** A turn. */
    static final int PIECE = 16 << 10;

    private final Loop loop;
    private final Direction out;
    private final Direction in;

    /** @param loop of all that use it */
    public MemoryLine(Loop loop, long bytesPerSecond) {
        this(loop, bytesPerSecond, bytesPerSecond);
    }

    /** A line that is faster in one direction than in the other. */
    public MemoryLine(Loop loop, long outPerSecond, long inPerSecond) {
        this.loop = loop;
        this.out = new Direction(outPerSecond);
        this.in = new Direction(inPerSecond);
    }

    /** Bytes that left so far. */
    public long sent() {
        return out.passed;
    }

    /** @param whose connection: its messages stay in order */
    void out(Object whose, int bytes, Runnable then) {
        out.add(whose, bytes, then);
    }

    void in(Object whose, int bytes, Runnable then) {
        in.add(whose, bytes, then);
    }

    private record Message(int bytes, Runnable then) {}

    /** One way. */
    private final class Direction {
        private final long perSecond;
        private final Map<Object, Deque<Message>> queues = new LinkedHashMap<>();
        private boolean busy;
        private long passed;

        Direction(long perSecond) {
            this.perSecond = perSecond;
        }

        /** @param bytes at most {@link #PIECE} */
        void add(Object whose, int bytes, Runnable then) {
            Deque<Message> queue = queues.computeIfAbsent(whose, w -> new ArrayDeque<>());
            queue.add(new Message(bytes, then));
            if (!busy) {
                next();
            }
        }

        private void next() {
            Iterator<Map.Entry<Object, Deque<Message>>> first =
                    queues.entrySet().iterator();
            busy = first.hasNext();
            if (!busy) {
                return;
            }
            Map.Entry<Object, Deque<Message>> turn = first.next();
            Message message = turn.getValue().remove();
            first.remove();
            if (!turn.getValue().isEmpty()) {
                queues.put(turn.getKey(), turn.getValue());
            }
            loop.schedule(
                    () -> {
                        passed += message.bytes();
                        message.then().run();
                        next();
                    },
                    Duration.ofNanos(message.bytes() * 1_000_000_000L / perSecond));
        }
    }
}
