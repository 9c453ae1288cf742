package org.port17.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.port17.detect.Samples.ascii;
import static org.port17.detect.Samples.feed;
import static org.port17.detect.Samples.hello;
import static org.port17.detect.Samples.join;
import static org.port17.detect.Samples.noise;
import static org.port17.detect.Samples.record;

import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpgradeTest {
    private static final byte[] LDAP =
            join(new byte[] {0x30, 0x1d, 2, 1, 1, 0x77, 0x18, (byte) 0x80, 0x16}, ascii("1.3.6.1.4.1.1466.20037"));
    private static final byte[] POSTGRESQL = HexFormat.of().parseHex("0000000804d2162f");
    private static final byte[] MYSQL =
            join(HexFormat.of().parseHex("20000001" + "85ae0a00" + "00000001" + "21"), new byte[23]);
    private static final byte[] RDP = HexFormat.of().parseHex("030000130ee000000000000100080003000000");

    /** What asks for TLS, by the port on which it does. */
    private static final Map<Integer, byte[]> REQUESTS = Map.ofEntries(
            Map.entry(25, ascii("EHLO me\r\nSTARTTLS\r\n")),
            Map.entry(24, ascii("LHLO me\r\nstarttls\r\n")),
            Map.entry(143, ascii("a1 CAPABILITY\r\na2 STARTTLS\r\n")),
            Map.entry(110, ascii("CAPA\r\nSTLS\r\n")),
            Map.entry(119, ascii("CAPABILITIES\r\nSTARTTLS\r\n")),
            Map.entry(21, ascii("AUTH TLS\r\n")),
            Map.entry(4190, ascii("STARTTLS\r\n")),
            Map.entry(6667, ascii("STARTTLS\n")),
            Map.entry(
                    5222,
                    ascii("<?xml version='1.0'?><stream:stream to='x'>"
                            + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")),
            Map.entry(389, LDAP),
            Map.entry(5432, POSTGRESQL),
            Map.entry(3306, MYSQL),
            Map.entry(3389, RDP));

    @Test
    void whoAsksForTlsAndStartsItGoesOn() throws Exception {
        for (Map.Entry<Integer, byte[]> request : REQUESTS.entrySet()) {
            byte[] whole = join(request.getValue(), hello("TLSv1.3"), record(23, noise(100)));
            for (int piece : new int[] {1, 10, whole.length}) {
                Recogniser recogniser = new Recogniser(request.getKey());
                assertEquals(Finding.PLAINTEXT, feed(recogniser, whole, piece), "port " + request.getKey());
                assertEquals(Finding.BROKEN, recogniser.feed(ascii("x"), 0, 1), "port " + request.getKey());
            }
        }
    }

    @Test
    void whoAsksForTlsAndGoesOnWithoutIsCut() {
        for (Map.Entry<Integer, byte[]> request : REQUESTS.entrySet()) {
            for (byte[] next : new byte[][] {
                ascii("AUTH PLAIN AGEAYg==\r\n"),
                ascii("b LOGIN a b\r\n"),
                ascii("USER a\r\n"),
                ascii("NICK a\r\n"),
                ascii("<auth mechanism='PLAIN'>"),
                {0x30, 0x0c, 2, 1, 2, 0x60},
                {0, 0, 0, 20, 0, 3, 0, 0}
            }) {
                Recogniser recogniser = new Recogniser(request.getKey());
                feed(recogniser, request.getValue(), 5);
                assertEquals(Finding.BROKEN, recogniser.feed(next, 0, next.length), "port " + request.getKey());
                assertEquals("the application asked for TLS (STARTTLS) and went on without it", recogniser.reason());
            }
        }
    }

    @Test
    void askingAgainAndTakingLeaveAreAllowed() throws Exception {
        Recogniser ftp = new Recogniser(21);
        assertEquals(Finding.PLAINTEXT, feed(ftp, ascii("AUTH TLS\r\nAUTH SSL\r\n"), 1));
        assertEquals(Finding.PLAINTEXT, feed(ftp, hello(), 100));
        assertEquals(Finding.PLAINTEXT, feed(new Recogniser(25), ascii("EHLO x\r\nSTARTTLS\r\nQUIT\r\n"), 1));
        assertEquals(Finding.PLAINTEXT, feed(new Recogniser(143), ascii("1 STARTTLS\r\n2 LOGOUT\r\n"), 1));
        assertEquals(Finding.BROKEN, feed(new Recogniser(21), ascii("AUTH TLS\r\n" + "AUTH SSL\r\n".repeat(30)), 7));
    }

    @Test
    void noLetterOfARefusedCommandLeaves() {
        Recogniser recogniser = new Recogniser(25);
        feed(recogniser, ascii("EHLO x\r\nSTARTTLS\r\n"), 1);
        assertEquals(Finding.BROKEN, recogniser.feed(ascii("M"), 0, 1));
    }

    @Test
    void withoutAskingAndWithoutDemandEverythingPasses() {
        for (String text : new String[] {
            "EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSTARTTLS\r\nhello\r\n.\r\nQUIT\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\n\r\nSTARTTLS\r\nmore\r\n",
            "USER anonymous\r\nPASS x\r\nLIST\r\n",
            "NICK a\r\n" + "PRIVMSG b :c\r\n".repeat(20) + "STARTTLS\r\nJOIN x\r\n"
        }) {
            assertEquals(Finding.PLAINTEXT, feed(new Recogniser(25), ascii(text), 3), text);
        }
    }

    @Test
    void whereTlsIsDemandedOnlyTheWayToItPasses() throws Exception {
        Map<Integer, String> ways = Map.of(
                587, "ehlo me\r\nSTARTTLS\r\n",
                143, "A CAPABILITY\r\nA2 ID NIL\r\nB STARTTLS\r\n",
                110, "CAPA\r\nSTLS\r\n",
                5222, "<?xml version='1.0'?>\n<stream:stream to='x'><starttls xmlns='y'/>");
        for (Map.Entry<Integer, String> way : ways.entrySet()) {
            byte[] whole = join(ascii(way.getValue()), hello());
            assertEquals(Finding.PLAINTEXT, feed(new Recogniser(way.getKey(), true), whole, 1), way.getValue());
            assertNotEquals(Finding.BROKEN, feed(new Recogniser(way.getKey(), true), hello(), 9), "TLS at once");
        }
        Map<Integer, String> others = Map.of(
                587, "EHLO me\r\nAUTH PLAIN x\r\n",
                143, "a LOGIN b c\r\n",
                110, "USER a\r\n",
                5222, "<stream:stream to='x'><auth>",
                25, "EHLO x\r\nMAIL FROM:<a@b>\r\n",
                21, "USER a\r\n");
        for (Map.Entry<Integer, String> other : others.entrySet()) {
            Recogniser recogniser = new Recogniser(other.getKey(), true);
            assertEquals(Finding.BROKEN, feed(recogniser, ascii(other.getValue()), 1), other.getValue());
            assertEquals("the port demands TLS (STARTTLS) and the application did not start it", recogniser.reason());
        }
    }

    @Test
    void theWayToTlsIsShort() {
        assertEquals(Finding.BROKEN, feed(new Recogniser(587, true), ascii("NOOP\r\n".repeat(17)), 6));
        String wide = "EHLO " + "x".repeat(290) + "\r\n";
        assertEquals(Finding.BROKEN, feed(new Recogniser(587, true), ascii(wide.repeat(15)), 100));
        assertEquals(Finding.BROKEN, feed(new Recogniser(587, true), ascii("EHLO " + "x".repeat(400)), 1));
        String much = "<stream:stream to='" + "x".repeat(5000);
        assertEquals(Finding.BROKEN, feed(new Recogniser(5222, true), ascii(much), 10));
    }
}
