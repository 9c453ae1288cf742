package org.port17.circuit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.cell.CreditGrant;
import org.port17.cell.Windows;

/**
 * An application with one stream. Oracle: it hears in order, {@code connected} first and once, {@code failed} last, and
 * never has more bytes waiting than the largest window.
 */
final class OneApplication implements StreamEvents {
    private final ClientStream stream;
    private boolean connected;
    private boolean finished;
    private boolean failed;
    private boolean left;
    private int waiting;

    OneApplication(long id, Loop loop, boolean forwardSecret, CreditGrant.Budget budget) throws Port17Exception {
        StreamRequest request = new StreamRequest(Destination.of("example.org", 443), "app", "socks", forwardSecret);
        stream = new ClientStream(id, loop, request, forwardSecret, this, budget, () -> left = true);
    }

    ClientStream stream() {
        return stream;
    }

    /** Whether the stream is over and told its pool so. */
    boolean hasLeft() {
        return left;
    }

    void does(int detail) {
        switch (detail & 3) {
            case 0 -> stream.send(ByteBuffer.allocate((detail >> 2) * 1_000));
            case 1 -> {
                int taken = Math.min(waiting, (detail >> 2) * 4_000);
                waiting -= taken;
                stream.consumed(taken);
            }
            case 2 -> stream.finish();
            default -> {
                if (detail > 200) {
                    stream.reset(ErrorKind.CLOSED);
                }
            }
        }
    }

    private void hears() {
        assertFalse(failed, "a stream that failed says no more");
    }

    @Override
    public void connected() {
        hears();
        assertFalse(connected, "connected twice");
        connected = true;
    }

    @Override
    public void received(byte[] data, int offset, int length) {
        hears();
        assertTrue(connected && !finished && length > 0);
        waiting += length;
        assertTrue(waiting <= Windows.STREAM_MAX);
    }

    @Override
    public void writable() {
        hears();
    }

    @Override
    public void finished() {
        hears();
        assertTrue(connected && !finished);
        finished = true;
    }

    @Override
    public void failed(Port17Exception reason) {
        hears();
        failed = true;
        waiting = 0;
    }
}
