package org.port17.cell;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;

/**
 * Packs frames into cells. Writes straight into a bulk frame; what turns out to fit a few small cells is copied into them
 * when the batch ends, so that bulk data is copied once, and neither a tiny answer nor the two packets that a read brings from a slow
 * source cost 16 KiB on every link. Between batches it holds no frame: circuits that rest are many.
 *
 * <p>Belongs to one circuit end; on the loop only.
 */
public final class BodyWriter {
    private static final int BODY = Layout.ZONE;
    private static final int SMALL = Layout.capacity(CellClass.SMALL);
    private static final int BULK = Layout.capacity(CellClass.BULK);
    /** What fits so many small cells goes in them: half the bytes of a bulk cell, and hardly more work at a node. */
    private static final int FEW = 4 * SMALL;

    /** A frame is not begun at the end of a cell for less than this. */
    private static final int PART = 256;

    private final FramePool pool;
    private final Consumer<Frame> sink;
    private Frame frame;
    private int used;

    /** @param sink gets every packed frame, body in place, zone and layers not yet */
    public BodyWriter(FramePool pool, Consumer<Frame> sink) {
        this.pool = pool;
        this.sink = sink;
    }

    public boolean isEmpty() {
        return used == 0;
    }

    /** Bytes of frames collected and not yet emitted. */
    public int used() {
        return used;
    }

    public void connect(int stream, Destination destination) {
        connect(stream, destination, false);
    }

    /** @param trusts whether the client's user trusts the exit itself, so that it passes what is not encrypted */
    public void connect(int stream, Destination destination, boolean trusts) {
        byte[] host = destination.host().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int at = begin(FrameType.CONNECT, stream, 3 + host.length + (trusts ? 1 : 0));
        byte[] a = frame.array();
        a[at] = (byte) (destination.port() >>> 8);
        a[at + 1] = (byte) destination.port();
        a[at + 2] = (byte) host.length;
        System.arraycopy(host, 0, a, at + 3, host.length);
        if (trusts) {
            a[at + 3 + host.length] = ConnectFrame.TRUSTED;
        }
    }

    /** A frame without payload. */
    public void empty(FrameType type, int stream) {
        begin(type, stream, 0);
    }

    public void code(FrameType type, int stream, ErrorKind kind) {
        int at = begin(type, stream, 1);
        frame.array()[at] = (byte) ResetCode.of(kind);
    }

    public void credit(int stream, int bytes) {
        int at = begin(FrameType.CREDIT, stream, 4);
        byte[] a = frame.array();
        a[at] = (byte) (bytes >>> 24);
        a[at + 1] = (byte) (bytes >>> 16);
        a[at + 2] = (byte) (bytes >>> 8);
        a[at + 3] = (byte) bytes;
    }

    public void bytes(FrameType type, int stream, byte[] payload) {
        int at = begin(type, stream, payload.length);
        System.arraycopy(payload, 0, frame.array(), at, payload.length);
    }

    /** Copies up to {@code limit} bytes into DATA frames; answers how many. Full cells leave at once. */
    public int data(int stream, ByteBuffer source, int limit) {
        int left = Math.min(limit, source.remaining());
        int taken = left;
        while (left > 0) {
            if (used > 0 && BULK - used < FrameType.HEADER + Math.min(left, PART)) {
                flush();
            }
            int n = Math.min(left, BULK - used - FrameType.HEADER);
            int at = begin(FrameType.DATA, stream, n);
            source.get(frame.array(), at, n);
            left -= n;
            if (used == BULK) {
                flush();
            }
        }
        return taken;
    }

    /** Ends the batch: what was collected leaves, as a bulk cell or a few small ones. */
    public void flush() {
        if (used > 0) {
            emit();
        }
    }

    /** Ends the batch with a cell even if nothing was collected: some signal must travel in a layer's header. */
    public void emptyCell() {
        if (frame == null) {
            frame = pool.take(CellClass.BULK);
        }
        emit();
    }

    private void emit() {
        Frame full = frame;
        int length = used;
        frame = null;
        used = 0;
        if (length > FEW || length > SMALL && !parts(full, length)) {
            emit(full, length);
            return;
        }
        byte[] from = full.array();
        int first = full.offset() + BODY + Layout.BODY_LENGTH;
        int at = first;
        int end = first + length;
        do {
            Frame out = pool.take(CellClass.SMALL);
            int filled = 0;
            while (at < end) {
                int size = FrameType.HEADER + length(from, at);
                int room = SMALL - filled;
                int to = out.offset() + BODY + Layout.BODY_LENGTH + filled;
                if (size <= room) {
                    System.arraycopy(from, at, out.array(), to, size);
                    at += size;
                    filled += size;
                } else if (isData(from, at) && room >= FrameType.HEADER + PART) {
                    // The rest gets a header of its own, over what has left already.
                    System.arraycopy(from, at, out.array(), to, room);
                    length(out.array(), to, room - FrameType.HEADER);
                    System.arraycopy(from, at, from, at + room - FrameType.HEADER, FrameType.HEADER - 2);
                    at += room - FrameType.HEADER;
                    length(from, at, size - room);
                    filled = SMALL;
                } else {
                    break;
                }
            }
            emit(out, filled);
        } while (at < end);
        Arrays.fill(from, first, end, (byte) 0);
        pool.release(full);
    }

    /** Whether no frame is larger than a small cell, but for those that may be cut. */
    private static boolean parts(Frame full, int length) {
        byte[] a = full.array();
        int first = full.offset() + BODY + Layout.BODY_LENGTH;
        int size;
        for (int at = first; at < first + length; at += size) {
            size = FrameType.HEADER + length(a, at);
            if (size > SMALL && !isData(a, at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isData(byte[] a, int at) {
        return a[at] == FrameType.DATA.wire();
    }

    private static int length(byte[] a, int at) {
        return (a[at + 5] & 0xff) << 8 | a[at + 6] & 0xff;
    }

    private static void length(byte[] a, int at, int length) {
        a[at + 5] = (byte) (length >>> 8);
        a[at + 6] = (byte) length;
    }

    private void emit(Frame out, int length) {
        int body = out.offset() + BODY;
        byte[] a = out.array();
        a[body] = (byte) (length >>> 8);
        a[body + 1] = (byte) length;
        // Pooled frames hold old plaintext: the padding must not carry it to another circuit.
        Arrays.fill(a, body + 2 + length, out.offset() + out.cellClass().size() - Layout.SHIFT, (byte) 0);
        sink.accept(out);
    }

    /** Copies what was collected, as a body with its length field, to {@code target}; the writer is empty afterwards. */
    public void drainTo(byte[] target, int offset, int room) {
        if (used + Layout.BODY_LENGTH > room) {
            throw new IllegalStateException("body does not fit");
        }
        target[offset] = (byte) (used >>> 8);
        target[offset + 1] = (byte) used;
        if (used > 0) {
            System.arraycopy(frame.array(), frame.offset() + BODY + 2, target, offset + 2, used);
        }
        Arrays.fill(target, offset + 2 + used, offset + room, (byte) 0);
        close();
    }

    /** Drops what was collected and gives the buffer back. */
    public void close() {
        used = 0;
        if (frame != null) {
            frame.wipe();
            pool.release(frame);
            frame = null;
        }
    }

    private int begin(FrameType type, int stream, int length) {
        if (used + FrameType.HEADER + length > BULK) {
            flush();
        }
        if (frame == null) {
            frame = pool.take(CellClass.BULK);
        }
        byte[] a = frame.array();
        int at = frame.offset() + BODY + Layout.BODY_LENGTH + used;
        a[at] = (byte) type.wire();
        a[at + 1] = (byte) (stream >>> 24);
        a[at + 2] = (byte) (stream >>> 16);
        a[at + 3] = (byte) (stream >>> 8);
        a[at + 4] = (byte) stream;
        length(a, at, length);
        used += FrameType.HEADER + length;
        return at + FrameType.HEADER;
    }
}
