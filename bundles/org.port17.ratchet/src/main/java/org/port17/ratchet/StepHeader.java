package org.port17.ratchet;

import java.nio.ByteBuffer;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** What stands in front of an offer and of an answer: {@code suite u16 | epoch u32}, both of the new epoch. */
record StepHeader(int suite, int epoch) {
    static final int BYTES = 6;

    /** This header, then room for {@code more} bytes. */
    ByteBuffer message(int more) {
        return ByteBuffer.allocate(BYTES + more).putShort((short) suite).putInt(epoch);
    }

    static StepHeader of(byte[] message) throws Port17Exception {
        if (message.length < BYTES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a ratchet message is too short");
        }
        ByteBuffer in = ByteBuffer.wrap(message);
        return new StepHeader(in.getShort() & 0xffff, in.getInt());
    }
}
