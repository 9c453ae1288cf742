package org.port17.delay;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.port17.api.Destination;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitDialer;
import org.port17.spi.dialer.ExitEvents;
import org.port17.spi.dialer.Reached;

/** An exit connection over a distance that is known once it is known which address was reached. On the loop. */
final class DelayedExit implements ExitConnection, ExitEvents {
    private final Distances distances;
    private final ExitEvents events;
    private final DelayLine there;
    private final DelayLine back;
    private final long started;
    /** What is to be done once there is a distance, in order. */
    private final List<Runnable> early = new ArrayList<>();

    private ExitConnection connection;
    private Duration roundTrip = Duration.ZERO;
    private boolean standing;
    private boolean full;
    private boolean over;

    DelayedExit(Loop loop, Distances distances, ExitEvents events) {
        this.distances = distances;
        this.events = events;
        this.there = new DelayLine(loop);
        this.back = new DelayLine(loop);
        this.started = loop.nanos();
    }

    void dial(ExitDialer over, Destination destination) {
        connection = over.dial(destination, this);
    }

    // --- from the relay ---

    @Override
    public void send(ByteBuffer data) {
        byte[] piece = new byte[data.remaining()];
        data.get(piece);
        later(piece.length, () -> connection.send(ByteBuffer.wrap(piece)));
    }

    @Override
    public void finish() {
        later(0, () -> connection.finish());
    }

    private void later(int bytes, Runnable work) {
        if (over) {
            return;
        }
        if (standing) {
            there.send(bytes, work);
        } else {
            early.add(() -> there.send(bytes, work));
        }
    }

    @Override
    public Optional<Reached> reached() {
        return connection.reached().map(r -> new Reached(r.address(), r.within().plus(roundTrip)));
    }

    @Override
    public void reset() {
        end();
        connection.reset();
    }

    @Override
    public void reading(boolean on) {
        if (on) {
            back.resume();
        } else {
            back.pause();
        }
    }

    private void end() {
        over = true;
        early.clear();
        there.clear();
        back.clear();
    }

    // --- from the destination ---

    @Override
    public void connected() {
        Duration oneWay = connection
                .reached()
                .map(Reached::address)
                .map(InetAddress::getAddress)
                .map(distances::to)
                .orElse(Duration.ZERO);
        roundTrip = oneWay.multipliedBy(2);
        back.open(oneWay, started + oneWay.toNanos());
        there.open(oneWay, started + roundTrip.toNanos());
        standing = true;
        early.forEach(Runnable::run);
        early.clear();
        arrives(0, events::connected);
    }

    @Override
    public void received(ByteBuffer data) {
        byte[] piece = new byte[data.remaining()];
        data.get(piece);
        arrives(piece.length, () -> events.received(ByteBuffer.wrap(piece)));
        if (!over && !full && back.held() >= DelayedConnection.HIGH) {
            full = true;
            connection.reading(false);
        }
    }

    /** A window of the sender's: that it opens a little early gains nobody anything. */
    @Override
    public void sent(int bytes) {
        if (!over) {
            events.sent(bytes);
        }
    }

    @Override
    public void finished() {
        arrives(0, events::finished);
    }

    @Override
    public void failed(Port17Exception reason) {
        arrives(0, () -> {
            end();
            events.failed(reason);
        });
    }

    private void arrives(int bytes, Runnable arrival) {
        if (!over) {
            back.send(bytes, () -> {
                arrival.run();
                if (full && !over && back.held() <= DelayedConnection.LOW) {
                    full = false;
                    connection.reading(true);
                }
            });
        }
    }
}
