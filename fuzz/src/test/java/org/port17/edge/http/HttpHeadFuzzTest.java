package org.port17.edge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** The head of a request to the HTTP proxy. Input: the bytes. */
class HttpHeadFuzzTest {
    @FuzzTest
    void fuzz(byte[] input) {
        EmbeddedChannel channel = new EmbeddedChannel(HttpPipeline.requestDecoder());
        channel.writeInbound(Unpooled.wrappedBuffer(input));
        channel.checkException();
        for (Object out = channel.readInbound(); out != null; out = channel.readInbound()) {
            if (out instanceof HttpRequest request && request.decoderResult().isSuccess()) {
                read(request);
            }
            ReferenceCountUtil.release(out);
        }
        channel.finishAndReleaseAll();
    }

    private static void read(HttpRequest request) {
        ProxyHeaders.keepsAlive(request);
        try {
            ProxyTarget target = ProxyTarget.of(request.method(), request.uri());
            assertFalse(target.host().isEmpty());
            assertTrue(ProxyHeaders.application(request).length() <= 255);
            ProxyHeaders.forNextHop(request);
            assertFalse(request.headers().contains("Proxy-Authorization"), "credentials stay here");
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
    }
}
