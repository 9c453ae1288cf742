package org.port17.circuit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.view.RouteView;
import org.port17.spi.dialer.DirectDialer;

/**
 * The streams that a rule leads past the network. Without a dialler for them they are refused; nothing else is ever opened
 * here. On the loop, but for {@link #use}.
 */
final class DirectStreams {
    private final Loop loop;
    private final Rulings rulings;
    private final AtomicReference<DirectDialer> dialer = new AtomicReference<>();
    private final Map<Long, DirectStream> streams = new LinkedHashMap<>();

    DirectStreams(Loop loop, Rulings rulings) {
        this.loop = loop;
        this.rulings = rulings;
    }

    /** Who dials from now on. */
    void use(DirectDialer next) {
        dialer.set(next);
    }

    /** Refuses from now on, unless another came already. */
    void without(DirectDialer gone) {
        dialer.compareAndSet(gone, null);
    }

    /** @throws Port17Exception TARGET_DENIED if this client cannot make direct connections */
    DirectStream open(long id, Wish wish, StreamEvents events) throws Port17Exception {
        DirectDialer now = present(wish);
        StreamRequest request = wish.request();
        DirectStream stream = new DirectStream(id, loop, request, events, () -> streams.remove(id));
        streams.put(id, stream);
        stream.dial(now, address -> rulings.of(request.application(), address));
        return stream;
    }

    private DirectDialer present(Wish wish) throws Port17Exception {
        DirectDialer now = dialer.get();
        if (now == null) {
            throw new Port17Exception(
                    ErrorKind.TARGET_DENIED,
                    Retry.LATER,
                    wish.ruling() + " leads past the network, and the bundle org.port17.edge.direct is not running");
        }
        return now;
    }

    /** @throws Port17Exception as {@link #open} would */
    RouteView explained(Wish wish) throws Port17Exception {
        present(wish);
        return new RouteView(
                "none",
                0,
                "",
                "",
                "",
                false,
                0,
                0,
                0,
                0,
                0,
                List.of(
                        "past the network: the destination and everybody on the way see this machine's own address",
                        "a name is looked up by this machine's own resolver, which learns it",
                        "where a name leads to an address that is not public, that address needs a direct rule too"));
    }

    int count() {
        return streams.size();
    }

    List<DirectStream> all() {
        return List.copyOf(streams.values());
    }

    void sweep(long now, Duration idle) {
        all().forEach(stream -> stream.sweep(now, idle));
    }

    void closeAll(Port17Exception reason) {
        all().forEach(stream -> stream.broken(reason));
    }
}
