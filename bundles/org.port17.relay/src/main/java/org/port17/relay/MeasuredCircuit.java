package org.port17.relay;

import java.nio.ByteBuffer;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.link.Lane;

/** What a circuit does for who measures this node: says what clients sent, and sends back what it is sent. On the loop. */
final class MeasuredCircuit {
    private final Measurings measurings;
    private final Lane back;
    private final BodyWriter writer;
    private final Runnable flushLater;
    private Measurings.Now now;

    MeasuredCircuit(Measurings measurings, Lane back, BodyWriter writer, Runnable flushLater) {
        this.measurings = measurings;
        this.back = back;
        this.writer = writer;
        this.flushLater = flushLater;
    }

    /** Whether the circuit's cells are those of a measuring, and no client's. */
    boolean measures() {
        return now != null && !now.isOver();
    }

    /**
     * Takes a frame for the last hop, if it is about measuring.
     *
     * @throws Port17Exception as {@link Measurings#begin}; PROTOCOL for an echo that nobody measures with
     */
    boolean takes(BodyReader frame) throws Port17Exception {
        boolean warrant = frame.type() == FrameType.MEASURE;
        if (!warrant && frame.type() != FrameType.ECHO) {
            return false;
        }
        if (frame.stream() != 0 || warrant == (now != null) || !warrant && now.isOver()) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a measuring out of turn");
        }
        if (warrant) {
            now = measurings.begin(frame.bytes(), this::carried);
        } else {
            writer.bytes(FrameType.ECHO, 0, frame.bytes());
            now.echoed(frame.length());
            flushLater.run();
        }
        return true;
    }

    private void carried(long bytes) {
        writer.bytes(
                FrameType.CARRIED,
                0,
                ByteBuffer.allocate(Long.BYTES).putLong(bytes).array());
        flushLater.run();
    }

    /** A cell that this node makes leaves towards who built the circuit. */
    void send(Frame frame) {
        if (measures()) {
            back.send(frame);
        } else {
            measurings.pass(back, frame);
        }
    }

    /** The circuit is gone. */
    void close() {
        if (now != null) {
            now.end();
        }
    }
}
