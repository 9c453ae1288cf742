package org.port17.cell;

import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * Why a node did not take a BUILD, with the signed record of the prekey that the client should use instead. Bounded, not
 * verified. Travels in a link's BUILD_FAILED record and, one hop further, in an EXTEND_FAILED frame.
 *
 * @param prekey empty unless {@code kind} is STALE_PREKEY; at most {@link #MAX_PREKEY} bytes; do not modify
 */
public record BuildFailure(ErrorKind kind, byte[] prekey) {
    /** Room for the record of a suite that asks for two signatures. */
    public static final int MAX_PREKEY = 6_144;

    /** Code and length of a BUILD_FAILED. */
    private static final int HEADER = 3;

    private static final byte[] NONE = new byte[0];

    public BuildFailure {
        if (prekey.length > MAX_PREKEY || prekey.length > 0 && kind != ErrorKind.STALE_PREKEY) {
            throw new IllegalArgumentException("only a stale prekey has a successor, of bounded length");
        }
    }

    public static BuildFailure of(ErrorKind kind) {
        return new BuildFailure(kind, NONE);
    }

    /** A stale prekey and, unless it is too long, the record of its successor. */
    public static BuildFailure stale(byte[] successor) {
        return new BuildFailure(ErrorKind.STALE_PREKEY, successor.length > MAX_PREKEY ? NONE : successor);
    }

    /** The payload of an EXTEND_FAILED frame. */
    public byte[] frame() {
        byte[] frame = new byte[1 + prekey.length];
        frame[0] = (byte) ResetCode.of(kind);
        System.arraycopy(prekey, 0, frame, 1, prekey.length);
        return frame;
    }

    /** The EXTEND_FAILED frame that the reader stands at. @throws Port17Exception PROTOCOL if it is malformed */
    public static BuildFailure read(BodyReader frame) throws Port17Exception {
        if (frame.length() < 1) {
            throw malformed();
        }
        return read(frame.array(), frame.offset(), frame.offset() + 1, frame.length() - 1);
    }

    /** The cell that a BUILD_FAILED record takes: a small one if it fits. */
    public CellClass cellClass() {
        return cellClass(prekey.length);
    }

    private static CellClass cellClass(int length) {
        return HEADER + length <= CellClass.SMALL.size() ? CellClass.SMALL : CellClass.BULK;
    }

    /** Fills the cell of a BUILD_FAILED record, of this {@link #cellClass}. */
    public void write(Frame cell) {
        if (cell.cellClass() != cellClass()) {
            throw new IllegalArgumentException("a cell of the wrong class");
        }
        byte[] array = cell.array();
        int at = cell.offset();
        array[at] = (byte) ResetCode.of(kind);
        array[at + 1] = (byte) (prekey.length >>> 8);
        array[at + 2] = (byte) prekey.length;
        System.arraycopy(prekey, 0, array, at + HEADER, prekey.length);
        // A pooled frame holds other circuits' bytes.
        Arrays.fill(array, at + HEADER + prekey.length, at + cell.cellClass().size(), (byte) 0);
    }

    /** The cell of a BUILD_FAILED record. @throws Port17Exception PROTOCOL if it is malformed */
    public static BuildFailure read(Frame cell) throws Port17Exception {
        byte[] array = cell.array();
        int at = cell.offset();
        int length = (array[at + 1] & 0xff) << 8 | array[at + 2] & 0xff;
        if (cellClass(length) != cell.cellClass()) {
            throw malformed();
        }
        return read(array, at, at + HEADER, length);
    }

    private static BuildFailure read(byte[] array, int code, int from, int length) throws Port17Exception {
        ErrorKind kind = ResetCode.kind(array[code]);
        if (length > MAX_PREKEY || length > 0 && kind != ErrorKind.STALE_PREKEY) {
            throw malformed();
        }
        return new BuildFailure(kind, Arrays.copyOfRange(array, from, from + length));
    }

    private static Port17Exception malformed() {
        return new Port17Exception(ErrorKind.PROTOCOL, "the failure of a BUILD is malformed");
    }

    @Override
    public String toString() {
        return "BUILD failed, " + kind;
    }
}
