package org.port17.edge.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** Mutated requests give a target, or a typed refusal; nothing else escapes. */
class HttpFuzzTest {
    private static final int CASES = 20_000;
    private static final String[] SEEDS = {
        "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n",
        "GET http://a.example:8080/p?q HTTP/1.1\r\nProxy-Authorization: Basic YTpi\r\nConnection: a, b\r\n\r\n",
        "POST http://[2001:db8::1]/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    };

    @Test
    void nothingEscapes() {
        Random random = new Random(80);
        int targets = 0;
        int refusals = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] input = mutate(SEEDS[random.nextInt(SEEDS.length)].getBytes(StandardCharsets.ISO_8859_1), random);
            EmbeddedChannel channel = new EmbeddedChannel(HttpPipeline.requestDecoder());
            channel.writeInbound(Unpooled.wrappedBuffer(input));
            for (Object out = channel.readInbound(); out != null; out = channel.readInbound()) {
                if (out instanceof HttpRequest request
                        && request.decoderResult().isSuccess()) {
                    try {
                        ProxyTarget.of(request.method(), request.uri());
                        ProxyHeaders.application(request);
                        ProxyHeaders.forNextHop(request);
                        targets++;
                    } catch (Port17Exception e) {
                        assertTrue(e.kind() == ErrorKind.BAD_INPUT, e.kind().name());
                        refusals++;
                    }
                }
                ReferenceCountUtil.release(out);
            }
            channel.finishAndReleaseAll();
        }
        assertTrue(targets > CASES / 20, "targets " + targets);
        assertTrue(refusals > CASES / 20, "refusals " + refusals);
    }

    private static byte[] mutate(byte[] seed, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> {
                return Arrays.copyOf(seed, random.nextInt(seed.length));
            }
            case 1 -> {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                return noise;
            }
            default -> {
                for (int flips = random.nextInt(5); flips > 0; flips--) {
                    seed[random.nextInt(Math.min(seed.length, 40))] ^= (byte) (1 << random.nextInt(8));
                }
                return seed;
            }
        }
    }
}
