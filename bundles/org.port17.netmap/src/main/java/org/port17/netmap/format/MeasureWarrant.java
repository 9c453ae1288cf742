package org.port17.netmap.format;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;

/**
 * An authority's word that a node is to be measured now: its public key (32), issued (u64, milliseconds since 1970), seconds
 * (u16), signature (64; purpose {@code measure}, over the node's id and the eight and two bytes). Bound to one node, so that
 * whoever is shown it can do nothing with it elsewhere.
 *
 * @param authority public key, 64 hexadecimal digits
 * @param issued milliseconds since 1970
 * @param seconds how long it takes, 1 to {@link #MOST_SECONDS}
 */
public record MeasureWarrant(String authority, long issued, int seconds) {
    public static final int BYTES = Signatures.KEY_BYTES + Long.BYTES + Short.BYTES + Signatures.BYTES;

    /** No measuring is longer. */
    public static final int MOST_SECONDS = 60;

    private static final String PURPOSE = "measure";

    /** @param seconds 1 to {@link #MOST_SECONDS} */
    public static byte[] sign(SigningKey key, NodeId node, long issued, int seconds) {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException("a measuring takes 1 to 60 seconds");
        }
        return ByteBuffer.allocate(BYTES)
                .put(key.publicKey())
                .putLong(issued)
                .putShort((short) seconds)
                .put(key.sign(PURPOSE, message(node, issued, seconds)))
                .array();
    }

    /**
     * @param node whom it must be for
     * @throws Port17Exception BAD_INPUT if it is malformed, TAMPERED if its signature is not the key's
     */
    public static MeasureWarrant read(byte[] bytes, NodeId node) throws Port17Exception {
        if (bytes.length != BYTES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a warrant for measuring has a wrong length");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] key = new byte[Signatures.KEY_BYTES];
        in.get(key);
        long issued = in.getLong();
        int seconds = in.getShort() & 0xffff;
        if (issued < 0 || seconds < 1 || seconds > MOST_SECONDS) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a warrant for measuring says an impossible time");
        }
        byte[] signature = Arrays.copyOfRange(bytes, BYTES - Signatures.BYTES, BYTES);
        if (!Signatures.soundKey(key) || !Signatures.verify(key, PURPOSE, message(node, issued, seconds), signature)) {
            throw new Port17Exception(ErrorKind.TAMPERED, "a warrant for measuring is not signed by the key it names");
        }
        return new MeasureWarrant(HexFormat.of().formatHex(key), issued, seconds);
    }

    private static byte[] message(NodeId node, long issued, int seconds) {
        return ByteBuffer.allocate(NodeId.BYTES + Long.BYTES + Short.BYTES)
                .put(node.bytes())
                .putLong(issued)
                .putShort((short) seconds)
                .array();
    }
}
