package org.port17.cell;

/**
 * What a frame inside a cell's body means. A frame is {@code type u8 | stream u32 | length u16 | payload}; stream 0 is
 * the circuit itself.
 */
public enum FrameType {
    /** Client to exit; see {@link ConnectFrame}. */
    CONNECT(1),
    /** Exit to client: the destination answered. No payload. */
    CONNECTED(2),
    /** Stream bytes, 1 to what fits. */
    DATA(3),
    /** No more bytes in this direction. No payload. */
    FIN(4),
    /** The stream is dead: {@code code u8} of {@link ResetCode}. */
    RESET(5),
    /** More bytes may be sent: {@code u32}. On stream 0 it extends the circuit's window. */
    CREDIT(6),
    /** Client to any hop, circuit: a ratchet offer. */
    OFFER(7),
    /** Any hop to client, circuit: the ratchet answer; the cell carries the SWITCH flag. The first one is CREATED. */
    ANSWER(8),
    /** A hop to the client, circuit: the next node could not be reached or refused; see {@link BuildFailure}. */
    EXTEND_FAILED(9),
    /** Any hop to client, circuit: which suites it permits now, and which offer it refuses, if any. */
    SUITES(10),
    /** An authority's measurer to the last hop, circuit: the warrant by which the node lets itself be measured. */
    MEASURE(11),
    /** Both ways, circuit that is measured: bytes to be sent back as they are. */
    ECHO(12),
    /** The node to its measurer, circuit: {@code u64} bytes that it carried for clients since it said so last. */
    CARRIED(13),
    /**
     * A hop to the client, circuit: the connection to the next node is lost and nobody takes another; what is on the circuit waits
     * for it. No payload.
     */
    NEXT_LOST(14);

    /** Bytes before a frame's payload. */
    public static final int HEADER = 7;

    private static final FrameType[] BY_WIRE = new FrameType[15];

    static {
        for (FrameType type : values()) {
            BY_WIRE[type.wire] = type;
        }
    }

    private final int wire;

    FrameType(int wire) {
        this.wire = wire;
    }

    public int wire() {
        return wire;
    }

    /** Null for an unknown type: the circuit is then broken. */
    static FrameType ofWire(int wire) {
        return wire < BY_WIRE.length ? BY_WIRE[wire] : null;
    }
}
