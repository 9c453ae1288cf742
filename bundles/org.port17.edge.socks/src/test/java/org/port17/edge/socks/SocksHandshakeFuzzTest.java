package org.port17.edge.socks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mutated handshakes end in a request, an answer or a close; never in an exception or in memory held. */
class SocksHandshakeFuzzTest {
    private static final int CASES = 20_000;

    @Test
    void nothingEscapes() {
        Random random = new Random(17);
        int requests = 0;
        int refusals = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] input = mutate(seed(random), random);
            EmbeddedChannel channel = new EmbeddedChannel(new SocksHandshake());
            for (int at = 0; at < input.length && channel.isOpen(); ) {
                int n = Math.min(input.length - at, 1 + random.nextInt(40));
                channel.writeInbound(Unpooled.copiedBuffer(input, at, n));
                at += n;
            }
            for (Object out = channel.readInbound(); out != null; out = channel.readInbound()) {
                if (out instanceof SocksRequest) {
                    requests++;
                } else {
                    ((ByteBuf) out).release();
                }
            }
            refusals += channel.isOpen() ? 0 : 1;
            long answered = 0;
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                answered += out.readableBytes();
                out.release();
            }
            assertTrue(answered < 1_000, "answers stay small");
            channel.finishAndReleaseAll();
        }
        assertTrue(requests > CASES / 20, "some mutants must still be requests: " + requests);
        assertTrue(refusals > CASES / 20, "some must be refused: " + refusals);
    }

    private static byte[] seed(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean named = random.nextBoolean();
        out.writeBytes(named ? new byte[] {5, 2, 0, 2, 1, 3, 'b', 'o', 'b', 2, 'p', 'w'} : new byte[] {5, 1, 0});
        switch (random.nextInt(3)) {
            case 0 -> out.writeBytes(SocksApplication.connectTo("host-" + random.nextInt(1000) + ".example", 80));
            case 1 -> out.writeBytes(new byte[] {5, 1, 0, 1, 9, 9, 9, 9, 1, 2});
            default -> out.writeBytes(new byte[] {5, 1, 0, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 0, 80});
        }
        out.writeBytes(new byte[random.nextInt(20)]);
        return out.toByteArray();
    }

    private static byte[] mutate(byte[] seed, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(seed, random.nextInt(seed.length + 1));
            }
            case 1 -> {
                byte[] noise = new byte[random.nextInt(600)];
                random.nextBytes(noise);
                return noise;
            }
            default -> {
                for (int flips = random.nextInt(4); flips > 0; flips--) {
                    seed[random.nextInt(seed.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return seed;
            }
        }
    }
}
