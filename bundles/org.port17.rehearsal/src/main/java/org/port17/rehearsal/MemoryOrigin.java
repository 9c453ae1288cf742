package org.port17.rehearsal;

import java.nio.ByteBuffer;
import org.port17.api.Destination;
import org.port17.api.Loop;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitDialer;
import org.port17.spi.dialer.ExitEvents;

/** The made-up destination where no exit plays along: once it has a whole request it sends as many bytes as the request's first four say. */
final class MemoryOrigin implements ExitDialer {
    /** What one read of a socket gives at most. */
    private static final int PIECE = 200_000;

    private final Loop loop;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);

    MemoryOrigin(Loop loop) {
        this.loop = loop;
    }

    @Override
    public ExitConnection dial(Destination destination, ExitEvents events) {
        return new Visit(events);
    }

    private final class Visit implements ExitConnection {
        private final ExitEvents events;
        private boolean asked;
        private boolean reading = true;
        private boolean pumping;
        private boolean gone;
        private int left;

        Visit(ExitEvents events) {
            this.events = events;
            loop.execute(() -> {
                if (!gone) {
                    events.connected();
                }
            });
        }

        @Override
        public void send(ByteBuffer data) {
            int size = data.remaining();
            byte[] said = new byte[size];
            data.get(said);
            int wanted = asked ? 0 : Request.answer(said);
            asked = true;
            loop.execute(() -> {
                if (!gone) {
                    events.sent(size);
                    left += wanted;
                    pump();
                }
            });
        }

        private void pump() {
            if (pumping) {
                return;
            }
            pumping = true;
            while (left > 0 && reading && !gone) {
                piece.clear().limit(Math.min(PIECE, left));
                left -= piece.remaining();
                events.received(piece);
            }
            pumping = false;
        }

        @Override
        public void finish() {
            loop.execute(() -> {
                if (!gone) {
                    events.finished();
                }
            });
        }

        @Override
        public void reset() {
            gone = true;
        }

        @Override
        public void reading(boolean on) {
            reading = on;
            if (on) {
                loop.execute(this::pump);
            }
        }
    }
}
