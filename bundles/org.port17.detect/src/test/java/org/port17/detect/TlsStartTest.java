package org.port17.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.port17.detect.Samples.all;
import static org.port17.detect.Samples.ascii;
import static org.port17.detect.Samples.feed;
import static org.port17.detect.Samples.hello;
import static org.port17.detect.Samples.join;
import static org.port17.detect.Samples.noise;
import static org.port17.detect.Samples.record;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TlsStartTest {
    @Test
    void aWholeHelloIsEncryptedOnAnyPort() throws Exception {
        for (int port : new int[] {443, 80, 53, 6667, 31_337}) {
            assertEquals(Finding.ENCRYPTED, all(hello(), port));
        }
        assertEquals(Finding.ENCRYPTED, all(hello("TLSv1.2"), 443));
        assertEquals(Finding.ENCRYPTED, all(hello("TLSv1.3"), 443));
    }

    @Test
    void undecidedUntilItsLastByteWhateverThePieces() throws Exception {
        byte[] hello = hello();
        for (int piece : new int[] {1, 2, 7, 100}) {
            Recogniser recogniser = new Recogniser(443);
            byte[] before = Arrays.copyOf(hello, hello.length - 1);
            assertEquals(Finding.UNDECIDED, feed(recogniser, before, piece));
            assertEquals(Finding.ENCRYPTED, recogniser.feed(hello, hello.length - 1, 1));
            assertEquals(Protocol.TLS, recogniser.protocol());
        }
    }

    @Test
    void aHelloOverSeveralRecords() throws Exception {
        byte[] hello = Samples.fragmented(hello(), 50);
        assertEquals(Finding.ENCRYPTED, all(hello, 443));
        assertEquals(Finding.ENCRYPTED, feed(new Recogniser(443), hello, 1));
    }

    @Test
    void noPrefixOfAHelloFollowedByTextIsEncrypted() throws Exception {
        byte[] hello = hello();
        byte[] text = ascii("GET /private HTTP/1.1\r\nHost: example.org\r\nCookie: secret=1234567890\r\n\r\n");
        for (int cut = 0; cut <= hello.length; cut++) {
            byte[] mixed = join(Arrays.copyOf(hello, cut), text);
            Recogniser recogniser = new Recogniser(443);
            recogniser.feed(mixed, 0, mixed.length);
            assertEquals(Finding.PLAINTEXT, recogniser.giveUp(), "cut after " + cut);
        }
    }

    @Test
    void everyWrongLengthIsRefused() throws Exception {
        byte[] hello = hello();
        // Record, message, session id.
        for (int at : new int[] {3, 4, 6, 7, 8, 43}) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] wrong = hello.clone();
                wrong[at] ^= (byte) (1 << bit);
                Recogniser recogniser = new Recogniser(443);
                feed(recogniser, wrong, wrong.length);
                assertEquals(Finding.PLAINTEXT, recogniser.giveUp(), "byte " + at + " bit " + bit);
            }
        }
    }

    @Test
    void suitesThatDoNotEncryptOrAuthenticateMakeItPlaintext() throws Exception {
        byte[] hello = hello("TLSv1.2");
        int suites = 5 + 4 + 2 + 32 + 1 + (hello[5 + 4 + 2 + 32] & 0xff) + 2;
        for (int suite : new int[] {0x0000, 0x003b, 0xc0b4, 0x0018, 0xc018, 0x0003, 0x9999}) {
            byte[] weak = hello.clone();
            weak[suites] = (byte) (suite >> 8);
            weak[suites + 1] = (byte) suite;
            assertEquals(Finding.PLAINTEXT, all(weak, 443), Integer.toHexString(suite));
        }
        byte[] grease = hello.clone();
        grease[suites] = 0x3a;
        grease[suites + 1] = 0x3a;
        assertEquals(Finding.ENCRYPTED, all(grease, 443));
    }

    @Test
    void oldHellosAreNotTls() throws Exception {
        byte[] ssl2 = join(new byte[] {(byte) 0x80, 46, 1, 0, 2, 0, 21, 0, 0, 0, 16}, noise(37));
        Recogniser recogniser = new Recogniser(443);
        assertEquals(Finding.PLAINTEXT, feed(recogniser, ssl2, ssl2.length));
        assertEquals(Protocol.SSL2, recogniser.protocol());
        byte[] ssl3 = hello("TLSv1.2");
        ssl3[10] = 0;
        assertEquals(Finding.PLAINTEXT, all(ssl3, 443));
    }

    @Test
    void afterTheHelloOnlyRecords() throws Exception {
        byte[] start = hello("TLSv1.3");
        byte[] cipherSpec = record(20, new byte[] {1});
        byte[] data = record(23, noise(1000));
        Recogniser good = new Recogniser(443);
        assertEquals(Finding.ENCRYPTED, feed(good, join(start, cipherSpec, data, data), 13));
        assertEquals(Finding.BROKEN, good.feed(ascii("G"), 0, 1));
        assertEquals(Finding.BROKEN, good.feed(data, 0, data.length), "for good");
        assertEquals("TLS stopped: what followed its start is something else", good.reason());
    }

    @Test
    void whatFollowsTheHelloInTheSamePieceCountsToo() throws Exception {
        assertEquals(Finding.PLAINTEXT, all(join(hello(), ascii("GET / HTTP/1.1\r\n\r\n")), 443));
    }

    @Test
    void recordsThatCannotBe() throws Exception {
        byte[] start = hello("TLSv1.2");
        byte[] sealed = join(start, record(20, new byte[] {1}));
        byte[][] wrong = {
            join(start, record(23, noise(100))), // no key yet
            join(start, record(20, new byte[] {2})),
            join(start, record(22, ascii("GET / HTTP/1.1"))),
            join(start, record(21, noise(3))),
            join(start, new byte[] {22, 3, 3, 0x40, 1}),
            join(sealed, new byte[] {23, 3, 3, 0x48, 1}),
            join(sealed, new byte[] {23, 3, 3, 0, 1}),
            join(sealed, new byte[] {24, 3, 3, 0, 9}),
            join(sealed, new byte[] {23, 2, 3, 0, 9}),
            join(sealed, new byte[] {23, 3, 4, 0, 9}),
            join(sealed, record(23, ascii("The quick brown fox jumps over the lazy dog"))),
            join(sealed, record(23, ascii("the quick brown ")), record(23, ascii("fox jumps over the lazy dog")))
        };
        for (byte[] bytes : wrong) {
            assertEquals(Finding.PLAINTEXT, all(bytes, 443));
            assertEquals(Finding.BROKEN, feed(new Recogniser(443), bytes, 1));
        }
        byte[] keys = join(new byte[] {16, 0, 0, 66}, noise(66));
        byte[] right =
                join(start, record(22, keys), record(20, new byte[] {1}), record(22, noise(40)), record(21, noise(26)));
        assertEquals(Finding.ENCRYPTED, all(right, 443));
    }

    @Test
    void aFloodWithoutAnEndIsPlaintextBeforeMemoryGrows() {
        byte[] endless = join(new byte[] {22, 3, 1, 0x40, 0, 1, 0, 0x3f, (byte) 0xfc, 3, 3}, noise(0x4000 - 6));
        byte[] claims = join(new byte[] {22, 3, 1, 0x40, 0, 1, 1, 0, 0, 3, 3});
        assertEquals(Finding.PLAINTEXT, all(claims, 443));
        assertEquals(Finding.PLAINTEXT, all(endless, 443));
        byte[] dribble = Samples.fragmented(endless, 1);
        assertEquals(Finding.PLAINTEXT, all(dribble, 443));
    }

    @Test
    void aHeadThatIsNotWholeWaits() throws Exception {
        Recogniser recogniser = new Recogniser(443);
        byte[] start = hello("TLSv1.3");
        feed(recogniser, start, start.length);
        assertEquals(0, recogniser.held());
        byte[] data = record(23, noise(100));
        int[] held = {1, 2, 3, 4, 5, 0};
        for (int i = 0; i < held.length; i++) {
            recogniser.feed(data, i, 1);
            assertEquals(held[i], recogniser.held(), "after byte " + i);
        }
        feed(recogniser, Arrays.copyOfRange(data, 6, data.length), 7);
        assertEquals(0, recogniser.held());
        recogniser.feed(record(23, ascii("some text that goes on and on")), 0, 5 + 20);
        assertEquals(5 + 20, recogniser.held(), "text so far");
    }

    @Test
    void manyBytesAtOnceAfterAHello() throws Exception {
        byte[] early = record(23, noise(16_000));
        assertEquals(Finding.ENCRYPTED, all(join(hello("TLSv1.3"), early, early, early), 443));
    }

    /** A hello that breaks off within its extensions, and a DNS query over TCP: as one extension's body it made the hello whole. */
    @Test
    void whatIsSaidBehindAnExtensionThatMustBeEmptyIsNotPartOfAHello() {
        String hello =
                "16030100710100006d03036c73ed8f8a823ec9585a5992ecc3c2e0b14c829026dcc87c83b1e4a30c7d2e11000004c0a000ff"
                        + "0100004000230000001600000017";
        String query =
                "003464c901200001000000000001076578616d706c65036f7267000001000100002904d000000000000c000a0008b7ee4af8"
                        + "27f27bb3";
        assertEquals(Finding.PLAINTEXT, all(HexFormat.of().parseHex(hello + query), 443));
    }
}
