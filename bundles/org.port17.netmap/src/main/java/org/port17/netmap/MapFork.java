package org.port17.netmap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.Quorum;

/**
 * Two heads of one number that say different things, both signed by enough authorities: proof, for whoever knows the
 * authorities' keys, that some of them signed twice. In a file one proof follows the other: length of the first head u32, the
 * first, length of the second, the second.
 *
 * @param one do not modify
 * @param other do not modify
 */
record MapFork(byte[] one, byte[] other) {
    /** Each proof takes at least one key's word, so there are no more than keys. */
    static final int MAX_BYTES = Quorum.MOST * 2 * (4 + MapHead.MAX_BYTES);

    static byte[] write(List<MapFork> proofs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MapFork proof : proofs) {
            for (byte[] head : List.of(proof.one, proof.other)) {
                out.writeBytes(ByteBuffer.allocate(4).putInt(head.length).array());
                out.writeBytes(head);
            }
        }
        return out.toByteArray();
    }

    static List<MapFork> parse(byte[] bytes) throws Port17Exception {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<MapFork> proofs = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] one = head(in);
            proofs.add(new MapFork(one, head(in)));
        }
        return proofs;
    }

    private static byte[] head(ByteBuffer in) throws Port17Exception {
        int length = in.remaining() < 4 ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the proof of a fork is cut short");
        }
        byte[] head = new byte[length];
        in.get(head);
        return head;
    }

    @Override
    public String toString() {
        return "proof of a fork";
    }
}
