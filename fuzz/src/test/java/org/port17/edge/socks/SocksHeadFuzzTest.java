package org.port17.edge.socks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

/** A SOCKS application's first bytes. Input: the size of the pieces they come in, then the bytes. */
class SocksHeadFuzzTest {
    private static final int ANSWERS = 1_000;

    @FuzzTest
    void fuzz(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int piece = 1 + (input[0] & 0xff);
        EmbeddedChannel channel = new EmbeddedChannel(new SocksHandshake());
        for (int at = 1; at < input.length && channel.isOpen(); at += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(input, at, Math.min(piece, input.length - at)));
        }
        channel.checkException();
        int requests = 0;
        for (Object out = channel.readInbound(); out != null; out = channel.readInbound()) {
            if (out instanceof SocksRequest request) {
                requests++;
                assertFalse(request.application().chars().anyMatch(Character::isISOControl));
                assertTrue(request.application().length() <= 255);
            } else {
                ((ByteBuf) out).release();
            }
        }
        assertTrue(requests <= 1, "one request a connection");
        long answered = 0;
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            answered += out.readableBytes();
            out.release();
        }
        assertTrue(answered < ANSWERS, "answers stay small");
        channel.finishAndReleaseAll();
    }
}
