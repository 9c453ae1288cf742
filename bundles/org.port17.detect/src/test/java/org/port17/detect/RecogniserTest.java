package org.port17.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.port17.detect.Samples.ascii;
import static org.port17.detect.Samples.feed;
import static org.port17.detect.Samples.hello;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecogniserTest {
    @Test
    void whereServersSpeakFirstNothingIsAwaited() throws Exception {
        for (int port : new int[] {21, 25, 110, 143, 3306, 5900, 5963}) {
            Recogniser recogniser = new Recogniser(port);
            assertEquals(Finding.PLAINTEXT, recogniser.finding(), "port " + port);
            assertEquals(Finding.PLAINTEXT, feed(recogniser, hello(), 1000), "never taken back");
        }
        for (int port : new int[] {22, 80, 443, 993, 5432, 6667, 5964}) {
            assertEquals(Finding.UNDECIDED, new Recogniser(port).finding(), "port " + port);
        }
        assertEquals(Protocol.MYSQL, new Recogniser(3306).protocol());
    }

    @Test
    void theFirstByteIsEnoughForPlaintext() {
        for (int first = 0; first < 256; first++) {
            Recogniser recogniser = new Recogniser(443);
            Finding finding = recogniser.feed(new byte[] {(byte) first}, 0, 1);
            boolean open = first == 0x16 || first == 'S';
            assertEquals(open ? Finding.UNDECIDED : Finding.PLAINTEXT, finding, "byte " + first);
        }
    }

    @Test
    void silenceIsPlaintext() throws Exception {
        assertEquals(Finding.PLAINTEXT, new Recogniser(443).giveUp());
        Recogniser half = new Recogniser(443);
        byte[] hello = hello();
        half.feed(hello, 0, 100);
        assertEquals(Finding.PLAINTEXT, half.giveUp());
        assertEquals(Finding.PLAINTEXT, half.feed(hello, 100, hello.length - 100), "too late");
        Recogniser whole = new Recogniser(443);
        feed(whole, hello, hello.length);
        assertEquals(Finding.ENCRYPTED, whole.giveUp(), "what is decided stays");
    }

    @Test
    void anEmptyPieceSaysNothing() {
        assertEquals(Finding.UNDECIDED, new Recogniser(443).feed(new byte[0], 0, 0));
    }

    @Test
    void whatIsForgottenKeepsItsNameAndItsRules() throws Exception {
        Recogniser silent = new Recogniser(3306);
        silent.forget();
        assertEquals(Protocol.MYSQL, silent.protocol(), "nothing was said yet");
        Recogniser undecided = new Recogniser(443);
        byte[] hello = hello();
        undecided.feed(hello, 0, 100);
        undecided.forget();
        assertEquals(Finding.ENCRYPTED, undecided.feed(hello, 100, hello.length - 100));
        Recogniser web = new Recogniser(8000);
        byte[] request = ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        web.feed(request, 0, request.length);
        web.forget();
        assertEquals(Protocol.HTTP, web.protocol());
        ByteBuffer direct = ByteBuffer.allocateDirect(2000);
        assertEquals(Finding.PLAINTEXT, web.feed(direct));
        assertEquals(Protocol.HTTP, web.protocol());
        Recogniser mail = new Recogniser(25, true);
        byte[] start = ascii("STARTTLS\r\n");
        mail.feed(start, 0, start.length);
        mail.forget();
        byte[] clear = ascii("MAIL FROM:<a>\r\n");
        assertEquals(Finding.BROKEN, mail.feed(clear, 0, clear.length));
    }

    @Test
    void aNameGetsBetterWithMoreBytes() {
        Recogniser recogniser = new Recogniser(8000);
        byte[] request = ascii("GET /chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n");
        recogniser.feed(request, 0, 3);
        assertEquals(Protocol.UNKNOWN, recogniser.protocol());
        recogniser.feed(request, 3, 20);
        assertEquals(Protocol.HTTP, recogniser.protocol());
        recogniser.feed(request, 23, request.length - 23);
        assertEquals(Protocol.WEBSOCKET, recogniser.protocol());
    }

    @Test
    void bytesLikeChanceAreReportedApart() {
        Random random = new Random(17);
        int named = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] noise = new byte[64 + random.nextInt(400)];
            random.nextBytes(noise);
            noise[0] = (byte) (noise[0] == 0x16 || noise[0] == 'S' ? 0x17 : noise[0]);
            Recogniser recogniser = new Recogniser(8388);
            assertEquals(Finding.PLAINTEXT, feed(recogniser, noise, noise.length));
            named += recogniser.protocol() == Protocol.RANDOM_LOOKING ? 1 : 0;
        }
        assertEquals(true, named >= 980, named + " of 1000");
        byte[] words = "Plain words of some language, neither random nor known.".getBytes(StandardCharsets.UTF_8);
        Recogniser text = new Recogniser(8388);
        feed(text, words, words.length);
        assertEquals(Protocol.UNKNOWN, text.protocol());
    }

    @Test
    void aDirectBufferIsReadAsAnArrayIs() throws Exception {
        byte[] upload = Samples.join(hello("TLSv1.3"), Samples.record(23, Samples.noise(16_000)));
        byte[] twice = Samples.join(upload, Samples.record(23, Samples.noise(16_000)), Samples.record(23, ascii("x")));
        for (int piece : new int[] {1, 777, 40_000}) {
            Recogniser recogniser = new Recogniser(443);
            assertEquals(Finding.ENCRYPTED, direct(recogniser, upload, piece));
            assertEquals(Finding.ENCRYPTED, direct(recogniser, Samples.record(23, Samples.noise(9_000)), piece));
            assertEquals(Finding.BROKEN, direct(recogniser, ascii("GET / HTTP/1.1\r\n"), piece));
            assertEquals(Finding.PLAINTEXT, direct(new Recogniser(80), ascii("GET / HTTP/1.1\r\n".repeat(900)), piece));
            assertEquals(
                    piece > twice.length ? Finding.PLAINTEXT : Finding.BROKEN,
                    direct(new Recogniser(443), twice, piece));
        }
    }

    private static Finding direct(Recogniser recogniser, byte[] data, int piece) {
        for (int at = 0; at < data.length; at += piece) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(piece + 3).position(3);
            buffer.put(data, at, Math.min(piece, data.length - at)).flip().position(3);
            int before = buffer.remaining();
            recogniser.feed(buffer);
            assertEquals(before, buffer.remaining());
        }
        return recogniser.finding();
    }

    @Test
    void labelsAreForPeople() {
        assertEquals("http-proxy", Protocol.HTTP_PROXY.label());
        assertEquals("random-looking", Protocol.RANDOM_LOOKING.label());
    }
}
