package org.port17.relay;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.CreditGrant;
import org.port17.cell.FrameType;
import org.port17.cell.Windows;
import org.port17.detect.Finding;
import org.port17.detect.Recogniser;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitDialer;
import org.port17.spi.dialer.ExitEvents;

/**
 * One stream at the exit: bytes between a circuit and one TCP connection, both ways, under credit. An origin's FIN
 * stays a FIN and its reset a reset. On the loop.
 *
 * <p>Guarantee: unless the map lists this exit as trusted, or the client's user trusts it himself, no byte passes either way before the client's first bytes are
 * known to be encrypted, and none that is not. A trusted exit holds who asks for STARTTLS to it.
 */
final class ExitStream implements ExitEvents {
    private static final byte[] NOTHING = {};
    /** Bytes that one sends while others wait: what one read from a destination may bring. */
    private static final long TURN = Windows.STREAM_INITIAL;

    private static final long JUDGED_WITHIN = Duration.ofSeconds(10).toNanos();
    private final ExitStreams streams;
    private final int id;
    private final CreditGrant upload;
    private final boolean trusted;
    private final long born;
    private Recogniser recogniser;
    private ExitConnection connection;
    private long credit = Windows.STREAM_INITIAL;
    private long turn = TURN;
    private boolean waits;
    private boolean inTurn;
    /** Bytes read from the origin that no window had room for; bounded by one read. */
    private byte[] kept;

    /** What the client said before it was known whether it may pass. */
    private byte[] unjudged = NOTHING;

    private int keptFrom;
    private boolean finFromOrigin;
    private boolean finSent;
    private boolean finFromClient;
    private boolean paused;
    private boolean done;
    private long lastUse;

    /** @param trusted whether the map, or the client's user himself, trusts this exit */
    ExitStream(ExitStreams streams, int id, boolean trusted) {
        this.streams = streams;
        this.id = id;
        this.upload = new CreditGrant(streams.core().budget());
        this.trusted = trusted;
        this.born = streams.core().loop().nanos();
        this.lastUse = born;
    }

    void dial(ExitDialer dialer, Destination destination) {
        recogniser = new Recogniser(destination.port());
        connection = dialer.dial(destination, this);
    }

    /** Whether bytes may pass. */
    private boolean open() {
        return trusted || recogniser.finding() == Finding.ENCRYPTED;
    }

    void dataFromClient(byte[] data, int offset, int length) throws Port17Exception {
        if (finFromClient || !upload.arrived(length)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a stream exceeded its window or its end");
        }
        touch();
        if (!streams.core().uploads().arrived(length, upload.waiting())) {
            connection.reset();
            failed(new Port17Exception(ErrorKind.OVERLOADED, "too many bytes wait for destinations"));
            return;
        }
        Finding finding = recogniser.feed(data, offset, length);
        recogniser.forget(); // an exit names no protocols
        if (finding == Finding.BROKEN) {
            refuse();
        } else if (open()) {
            if (unjudged.length > 0) {
                connection.send(ByteBuffer.wrap(unjudged));
                unjudged = NOTHING;
            }
            connection.send(ByteBuffer.wrap(data, offset, length));
            pump();
        } else if (finding == Finding.UNDECIDED) {
            int before = unjudged.length;
            unjudged = Arrays.copyOf(unjudged, before + length);
            System.arraycopy(data, offset, unjudged, before, length);
        } else {
            refuse();
        }
    }

    /** Clients look themselves: only one that does not, or whose map differs, gets here. */
    private void refuse() {
        connection.reset();
        failed(new Port17Exception(ErrorKind.NOT_ENCRYPTED, "the connection is not encrypted as it must be"));
    }

    void finFromClient() {
        if (!finFromClient) {
            finFromClient = true;
            if (!open()) {
                refuse();
                return;
            }
            connection.finish();
            endIfBothFinished();
        }
    }

    void creditFromClient(int bytes) throws Port17Exception {
        credit += bytes;
        if (credit > Integer.MAX_VALUE) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a stream was granted too much");
        }
        pump();
    }

    @Override
    public void connected() {
        streams.connected(id, connection);
        pace();
    }

    @Override
    public void received(ByteBuffer data) {
        if (done) {
            return;
        }
        touch();
        if (kept == null && open()) {
            forward(data);
        }
        if (data.hasRemaining()) {
            keep(data);
        }
        pace();
    }

    @Override
    public void sent(int bytes) {
        if (done) {
            return;
        }
        streams.core().uploads().gone(bytes);
        int grant = upload.taken(bytes);
        if (grant > 0) {
            streams.writer().credit(id, grant);
            streams.flushLater();
        }
    }

    @Override
    public void finished() {
        finFromOrigin = true;
        pump();
    }

    @Override
    public void failed(Port17Exception reason) {
        if (done) {
            return;
        }
        end();
        streams.removed(this, id);
        streams.writer().code(FrameType.RESET, id, reason.kind());
        streams.flushLater();
    }

    /** Sends what windows now have room for. */
    void pump() {
        if (done || !open()) {
            return;
        }
        if (kept != null) {
            ByteBuffer rest = ByteBuffer.wrap(kept, keptFrom, kept.length - keptFrom);
            forward(rest);
            keptFrom = rest.position();
            if (!rest.hasRemaining()) {
                kept = null;
            }
        }
        if (kept == null && finFromOrigin && !finSent) {
            finSent = true;
            streams.writer().empty(FrameType.FIN, id);
            streams.flushLater();
            endIfBothFinished();
        }
        pace();
    }

    /** Its turn at the circuit's window, which is open. */
    void turn() {
        waits = false;
        if (!inTurn) {
            inTurn = true;
            turn = TURN;
        }
        pump();
    }

    /** What the circuit has for it now. While others wait nobody takes more than his turn. */
    private long share() {
        return streams.othersWait() ? Math.min(turn, streams.window()) : streams.window();
    }

    private void forward(ByteBuffer data) {
        int room = (int) Math.min(Math.min(credit, share()), data.remaining());
        if (room > 0) {
            streams.writer().data(id, data, room);
            turn = Math.max(0, turn - room);
            inTurn &= turn > 0;
            credit -= room;
            streams.spend(room);
            streams.flushLater();
        }
    }

    private void keep(ByteBuffer data) {
        int old = kept == null ? 0 : kept.length - keptFrom;
        byte[] joined = new byte[old + data.remaining()];
        if (old > 0) {
            System.arraycopy(kept, keptFrom, joined, 0, old);
        }
        data.get(joined, old, joined.length - old);
        kept = joined;
        keptFrom = 0;
    }

    /** Stops reading from the origin while a window is shut. */
    private void pace() {
        if (done) {
            return;
        }
        boolean shut = share() <= 0;
        boolean stop = !open() || kept != null || credit <= 0 || shut;
        if (stop != paused) {
            paused = stop;
            connection.reading(!stop);
        }
        if ((shut || kept != null) && open() && credit > 0 && !waits) {
            waits = true;
            streams.awaitTurn(this, inTurn);
        }
    }

    private void endIfBothFinished() {
        if (finSent && finFromClient) {
            end();
            streams.removed(this, id);
        }
    }

    void resetByClient() {
        if (!done) {
            end();
            streams.forgotten(this);
            connection.reset();
        }
    }

    void sweep(long now) {
        if (!done && !open() && now - born > JUDGED_WITHIN) {
            refuse();
        }
        if (!done && now - lastUse > streams.core().limits().streamIdle().toNanos()) {
            connection.reset();
            failed(new Port17Exception(ErrorKind.TIMEOUT, "a stream was idle for too long"));
        }
    }

    private void end() {
        done = true;
        kept = null;
        unjudged = NOTHING;
        streams.core().uploads().gone(upload.waiting());
        upload.close();
    }

    private void touch() {
        lastUse = streams.core().loop().nanos();
    }
}
