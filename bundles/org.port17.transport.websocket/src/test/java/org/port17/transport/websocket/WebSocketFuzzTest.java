package org.port17.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.ConnectionEvents;

/** Regression fuzz: whatever comes in, nothing but a typed end comes out, and nothing is delivered that was not sent. */
class WebSocketFuzzTest {
    private static final byte[] UPGRADE =
            ("GET /port17 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FRAME = {(byte) 0x82, (byte) 0x85, 1, 2, 3, 4, 1, 2, 3, 4, 5};

    private final Recorder events = new Recorder();
    private int accepted;

    private EmbeddedChannel server() {
        return new EmbeddedChannel(new ServerPipeline(
                Security.NONE,
                "/port17",
                Duration.ofSeconds(10),
                () -> new WebSocketConnection(UnpooledByteBufAllocator.DEFAULT, made -> {
                    accepted++;
                    return events;
                })));
    }

    private static void feed(EmbeddedChannel channel, byte[] bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
        channel.runPendingTasks();
        channel.checkException();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            ReferenceCountUtil.release(out);
        }
    }

    @Test
    void properUpgradeAndFrameWork() {
        EmbeddedChannel channel = server();
        feed(channel, UPGRADE);
        feed(channel, FRAME);
        assertEquals(1, accepted);
        assertEquals(5, events.bytes);
        channel.finishAndReleaseAll();
    }

    @Test
    void alteredUpgradesAreAcceptedOrAnsweredAndNeverThrow() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            EmbeddedChannel channel = server();
            feed(channel, altered(UPGRADE, random));
            channel.finishAndReleaseAll();
        }
        assertTrue(accepted < 10_000, "alterations must matter");
        assertEquals(0, events.bytes);
        assertTrue(events.largestHeld <= 65_536);
    }

    @Test
    void randomFramesEndInATypedReason() {
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            EmbeddedChannel channel = server();
            feed(channel, UPGRADE);
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            feed(channel, random.nextBoolean() ? noise : altered(FRAME, random));
            channel.finishAndReleaseAll();
        }
        assertEquals(10_000, accepted);
        assertEquals(10_000, events.closed);
    }

    @Test
    void randomAddressesAreReadOrRefused() {
        Random random = new Random(3);
        String alphabet = "0123456789.:[]@/abc-~_%? \u0000";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("1");
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                WebAddress read = WebAddress.parse("ws", new Endpoint("ws", text.toString()));
                assertTrue(read.uri().toString().startsWith("ws://"));
            } catch (Port17Exception e) {
                assertEquals(ErrorKind.BAD_INPUT, e.kind());
            }
        }
    }

    private static byte[] altered(byte[] original, Random random) {
        byte[] data =
                Arrays.copyOf(original, random.nextInt(4) == 0 ? random.nextInt(original.length) : original.length);
        for (int flips = random.nextInt(4); flips > 0 && data.length > 0; flips--) {
            data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return data;
    }

    private static final class Recorder implements ConnectionEvents {
        private long bytes;
        private int closed;
        private int largestHeld;

        @Override
        public void connected() {
            throw new AssertionError("an accepted connection stands from the start");
        }

        @Override
        public void received(ByteBuffer batch) {
            bytes += batch.remaining();
            largestHeld = Math.max(largestHeld, batch.remaining());
        }

        @Override
        public void writable() {}

        @Override
        public void closed(Port17Exception reason) {
            assertTrue(reason.getMessage() != null);
            closed++;
        }
    }
}
