package org.port17.relay;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.Frame;
import org.port17.link.Lane;
import org.port17.netmap.MapView;
import org.port17.netmap.format.MeasureWarrant;

/**
 * Lets authorities measure this node, one at a time, and keeps clients' cells meanwhile at a quarter of what the node carries:
 * what is above waits, in order, a second at most if nothing is echoed. Nothing is dropped. On the loop.
 */
final class Measurings {
    /** Clients get one byte for so many that are echoed: a quarter of all. */
    static final int ECHOED_PER_CLIENT_BYTE = 3;

    /** What clients may send in each second whatever is echoed. */
    private static final long FREE_BYTES = 64 << 10;

    /** More does not wait: then everything goes on as if nobody measured. */
    private static final long MOST_WAITING = 64L << 20;

    /** Of the time, an authority may measure a node for one part in so many. */
    private static final int REST = 6;

    private static final long SKEW_MILLIS = 300_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A group begins together, so a node may have to wait for the others. */
    private static final int GRACE_SECONDS = 15;

    private final Loop loop;
    private final NodeId self;
    private final Supplier<MapView> map;
    private final InstantSource clock;
    private final Map<String, Last> last = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private Now now;

    private record Waiting(Lane lane, Frame frame) {}

    /** When an authority measured last: its clock's time, and until when it may not again by this node's. */
    private record Last(long issued, long restUntil) {}

    Measurings(Loop loop, NodeId self, Supplier<MapView> map, InstantSource clock) {
        this.loop = loop;
        this.self = self;
        this.map = map;
        this.clock = clock;
    }

    /**
     * A circuit asks to measure this node.
     *
     * @param carried told at once, and then each second, how much clients sent since it was told last
     * @throws Port17Exception BAD_INPUT or TAMPERED if the warrant is; PROTOCOL if no authority of the map signed it; REPLAYED
     *     if it came before; OVERLOADED if somebody else measures, or this authority did just now
     */
    Now begin(byte[] warrant, LongConsumer carried) throws Port17Exception {
        MeasureWarrant said = MeasureWarrant.read(warrant, self);
        if (!map.get().authorities().contains(said.authority())) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a warrant for measuring is of nobody's authority");
        }
        if (Math.abs(said.issued() - clock.millis()) > SKEW_MILLIS) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a warrant for measuring is not of now");
        }
        Last before = last.getOrDefault(said.authority(), new Last(-1, Long.MIN_VALUE));
        if (said.issued() <= before.issued()) {
            throw new Port17Exception(ErrorKind.REPLAYED, "a warrant for measuring was seen before");
        }
        if (now != null || loop.nanos() < before.restUntil()) {
            throw new Port17Exception(ErrorKind.OVERLOADED, "this node is being measured, or was just now");
        }
        long rest =
                loop.nanos() + SECOND.multipliedBy((long) REST * said.seconds()).toNanos();
        last.put(said.authority(), new Last(said.issued(), rest));
        now = new Now(said.seconds() + GRACE_SECONDS, carried);
        carried.accept(0);
        return now;
    }

    /** Sends a client's cell on, now or when its turn comes. Takes ownership of the frame. */
    void pass(Lane lane, Frame frame) {
        int size = frame.cellClass().size();
        if (now == null) {
            lane.send(frame);
        } else if (waiting.isEmpty() && now.allows(size)) {
            now.pass(lane, frame);
        } else {
            waiting.add(new Waiting(lane, frame));
            waitingBytes += size;
            if (waitingBytes > MOST_WAITING) {
                release(true);
            }
        }
    }

    /** @param all whatever was echoed */
    private void release(boolean all) {
        while (!waiting.isEmpty()
                && (all
                        || now == null
                        || now.allows(waiting.peek().frame().cellClass().size()))) {
            Waiting next = waiting.remove();
            waitingBytes -= next.frame().cellClass().size();
            if (now == null) {
                next.lane().send(next.frame());
            } else {
                now.pass(next.lane(), next.frame());
            }
        }
    }

    /** One measuring. */
    final class Now {
        private final LongConsumer carried;
        private int secondsLeft;
        private long clients;
        private long echoed;
        private Loop.Timer timer;

        Now(int seconds, LongConsumer carried) {
            this.secondsLeft = seconds;
            this.carried = carried;
            this.timer = loop.schedule(this::second, SECOND);
        }

        boolean isOver() {
            return now != this;
        }

        /** So many bytes go back. */
        void echoed(int bytes) {
            echoed += bytes;
            release(false);
        }

        private boolean allows(int size) {
            return clients + size <= FREE_BYTES + echoed / ECHOED_PER_CLIENT_BYTE;
        }

        private void pass(Lane lane, Frame frame) {
            clients += frame.cellClass().size();
            lane.send(frame);
        }

        private void second() {
            if (echoed == 0) {
                release(true); // whoever measures has stalled; clients do not wait for that
            }
            long sent = clients;
            clients = 0;
            echoed = 0;
            if (--secondsLeft == 0) {
                end();
                return;
            }
            timer = loop.schedule(this::second, SECOND);
            carried.accept(sent);
            release(false);
        }

        /** Also when its circuit is gone. Idempotent. */
        void end() {
            if (!isOver()) {
                timer.cancel();
                now = null;
                release(true);
            }
        }
    }
}
