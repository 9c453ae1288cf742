package org.port17.relay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitDialer;
import org.port17.spi.dialer.ExitEvents;

/** Destinations that do what a target tells them, within what {@link ExitEvents} allows. */
final class GivenExit implements ExitDialer {
    final List<Origin> origins = new ArrayList<>();

    @Override
    public ExitConnection dial(Destination destination, ExitEvents events) {
        Origin origin = new Origin(events);
        origins.add(origin);
        return origin;
    }

    /** One destination. */
    static final class Origin implements ExitConnection {
        private final ExitEvents events;
        private int unsent;
        private boolean stands;
        private boolean reading;
        private boolean finished;
        private boolean clientFinished;
        private boolean over;

        Origin(ExitEvents events) {
            this.events = events;
        }

        boolean isOver() {
            return over || finished && clientFinished;
        }

        void connected() {
            if (!over && !stands) {
                stands = true;
                reading = true;
                events.connected();
            }
        }

        void says(int length) {
            if (!over && reading && !finished) {
                events.received(ByteBuffer.allocate(length));
            }
        }

        void takes() {
            if (!over && stands && unsent > 0) {
                int taken = unsent;
                unsent = 0;
                events.sent(taken);
            }
        }

        void finishes() {
            if (!over && reading && !finished) {
                finished = true;
                events.finished();
            }
        }

        void fails() {
            if (!over) {
                over = true;
                events.failed(new Port17Exception(ErrorKind.CONNECTION_RESET, "the target's wish"));
            }
        }

        @Override
        public void send(ByteBuffer data) {
            unsent += data.remaining();
        }

        @Override
        public void finish() {
            clientFinished = true; // what was sent before stays to be taken
        }

        @Override
        public void reset() {
            over = true;
        }

        @Override
        public void reading(boolean on) {
            reading = on && stands;
        }
    }
}
