package org.port17.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.port17.detect.Samples.all;
import static org.port17.detect.Samples.ascii;
import static org.port17.detect.Samples.feed;
import static org.port17.detect.Samples.join;
import static org.port17.detect.Samples.keyInit;
import static org.port17.detect.Samples.noise;
import static org.port17.detect.Samples.packet;

import org.junit.jupiter.api.Test;

class SshStartTest {
    private static final byte[] LINE = ascii("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");

    @Test
    void anIdentificationLineIsSsh() {
        Recogniser recogniser = new Recogniser(22);
        assertEquals(Finding.UNDECIDED, feed(recogniser, ascii("SSH-2.0-x"), 1));
        assertEquals(Finding.ENCRYPTED, feed(recogniser, ascii("\r\n"), 1));
        assertEquals(Protocol.SSH, recogniser.protocol());
        assertEquals(Finding.ENCRYPTED, all(ascii("SSH-2.0-old\n"), 2222));
        assertEquals(Finding.ENCRYPTED, all(ascii("SSH-1.99-both\r\n"), 22));
    }

    @Test
    void otherLinesAreNot() {
        for (String line : new String[] {
            "SSH-1.5-old\r\n",
            "SSH-2.0-\r\n",
            "SSH-2.0-a\rb\r\n",
            "SSH-2.0-\u0007\r\n",
            "SSH-2.0-" + "x".repeat(300),
            "STATS\r\n",
            "S"
        }) {
            Recogniser recogniser = new Recogniser(22);
            feed(recogniser, ascii(line), 1);
            assertEquals(Finding.PLAINTEXT, recogniser.giveUp(), line);
        }
    }

    @Test
    void theWholeAgreementPassesInAnyPieces() {
        byte[] whole = join(
                LINE,
                keyInit("chacha20-poly1305@openssh.com,aes256-ctr"),
                packet(join(new byte[] {30, 0, 0, 0, 32}, noise(32))),
                packet(new byte[] {21}),
                noise(5000));
        assertEquals(Finding.ENCRYPTED, all(whole, 22));
        assertEquals(Finding.ENCRYPTED, feed(new Recogniser(22), whole, 1));
    }

    @Test
    void anythingElseAfterTheLineEndsIt() {
        byte[] agreed = join(LINE, keyInit("aes256-ctr"));
        byte[][] wrong = {
            join(LINE, ascii("GET / HTTP/1.1\r\n\r\n")),
            join(LINE, packet(new byte[] {21})),
            join(LINE, packet(new byte[] {50, 1, 2})),
            join(LINE, keyInit("none")),
            join(LINE, keyInit("aes256-ctr,none")),
            join(LINE, keyInit("")),
            join(LINE, new byte[] {0, 1, 0, 4, 4, 20}),
            join(LINE, packet(join(new byte[] {20}, noise(90)))),
            join(agreed, packet(join(new byte[] {94}, noise(90)))),
            join(agreed, packet(new byte[] {21, 0})),
            join(agreed, packet(new byte[] {21}), noise(300), ascii("a line of text ".repeat(5)))
        };
        for (byte[] bytes : wrong) {
            assertEquals(Finding.PLAINTEXT, all(bytes, 22));
            assertEquals(Finding.BROKEN, feed(new Recogniser(22), bytes, 1));
        }
    }

    @Test
    void aPacketOfUnknownKindWaits() {
        Recogniser recogniser = new Recogniser(22);
        feed(recogniser, LINE, LINE.length);
        assertEquals(0, recogniser.held());
        byte[] init = keyInit("aes256-ctr");
        int[] held = {1, 2, 3, 4, 5, 0};
        for (int i = 0; i < held.length; i++) {
            recogniser.feed(init, i, 1);
            assertEquals(held[i], recogniser.held(), "after byte " + i);
        }
    }

    @Test
    void anAgreementWithoutAnEndIsCut() {
        byte[] step = packet(join(new byte[] {30, 0, 0, 0, 32}, noise(32)));
        Recogniser recogniser = new Recogniser(22);
        feed(recogniser, join(LINE, keyInit("aes256-ctr")), 64);
        Finding last = Finding.ENCRYPTED;
        for (int i = 0; i < 100; i++) {
            last = recogniser.feed(step, 0, step.length);
        }
        assertEquals(Finding.BROKEN, last);
    }
}
