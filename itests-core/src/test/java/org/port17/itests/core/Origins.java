package org.port17.itests.core;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitDialer;
import org.port17.spi.dialer.ExitEvents;
import org.port17.spi.dialer.Reached;

/** Destinations in memory, by host name. A host nobody registered does not exist. */
final class Origins implements ExitDialer {
    private final Loop loop;
    private final Map<String, Supplier<Origin>> hosts = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    int dialled;
    /** What every destination is said to be. */
    Optional<Reached> reached = Optional.empty();

    /** What a destination does; methods run on the loop. */
    interface Origin {
        default void connected(Peer peer) {}

        default void received(Peer peer, ByteBuffer data) {}

        default void finished(Peer peer) {}

        default void reset(Peer peer) {}

        /** May write again after reading was switched off. */
        default void room(Peer peer) {}
    }

    Origins(Loop loop) {
        this.loop = loop;
    }

    void host(String name, Supplier<Origin> origin) {
        hosts.put(name, origin);
    }

    /** Nobody answers there, not even that there is nobody. */
    void silent(String name) {
        silent.add(name);
    }

    @Override
    public ExitConnection dial(Destination destination, ExitEvents events) {
        dialled++;
        Supplier<Origin> host = hosts.get(destination.host());
        Peer peer = new Peer(host == null ? new Origin() {} : host.get(), events);
        if (silent.contains(destination.host())) {
            return peer;
        }
        loop.execute(() -> {
            if (host == null) {
                peer.fail(ErrorKind.NAME_NOT_FOUND);
            } else {
                peer.stand();
            }
        });
        return peer;
    }

    /** One connection, seen from the destination. */
    final class Peer implements ExitConnection {
        private final Origin origin;
        private final ExitEvents events;
        private final java.io.ByteArrayOutputStream early = new java.io.ByteArrayOutputStream();
        private boolean standing;
        private boolean finished;
        boolean reading = true;
        boolean dead;

        Peer(Origin origin, ExitEvents events) {
            this.origin = origin;
            this.events = events;
        }

        void stand() {
            if (dead) {
                return;
            }
            standing = true;
            events.connected();
            origin.connected(this);
            if (early.size() > 0) {
                deliver(early.toByteArray());
            }
            if (finished) {
                loop.execute(() -> origin.finished(this)); // behind what came before it
            }
        }

        private void deliver(byte[] bytes) {
            loop.execute(() -> {
                if (!dead) {
                    events.sent(bytes.length);
                    origin.received(this, ByteBuffer.wrap(bytes));
                }
            });
        }

        /** The destination writes. */
        void write(byte[] bytes) {
            if (!dead) {
                events.received(ByteBuffer.wrap(bytes));
            }
        }

        void close() {
            if (!dead) {
                events.finished();
            }
        }

        void fail(ErrorKind kind) {
            if (!dead) {
                dead = true;
                events.failed(new Port17Exception(kind, "origin"));
            }
        }

        @Override
        public Optional<Reached> reached() {
            return reached;
        }

        @Override
        public void send(ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            if (standing) {
                deliver(bytes);
            } else {
                early.writeBytes(bytes);
            }
        }

        @Override
        public void finish() {
            finished = true;
            if (standing) {
                loop.execute(() -> origin.finished(this));
            }
        }

        @Override
        public void reset() {
            dead = true;
            origin.reset(this);
        }

        @Override
        public void reading(boolean on) {
            reading = on;
            if (on) {
                loop.execute(() -> origin.room(this));
            }
        }
    }
}
