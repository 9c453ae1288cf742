package org.port17.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DestinationTest {
    @Test
    void namesAndLiteralsGetOneForm() throws Port17Exception {
        assertEquals("a.example:80", Destination.of("A.Example.", 80).reveal());
        assertEquals(
                "xn--bcher-kva.example:80",
                Destination.of("B\u00fccher.example", 80).reveal());
        assertEquals("[2001:db8::a]:443", Destination.of("[2001:DB8::A]", 443).reveal());
        assertEquals("192.0.2.1:1", Destination.of("192.0.2.1", 1).reveal());
    }

    @Test
    void whatIsNeitherNameNorLiteralIsRefused() {
        for (String host : List.of(
                "",
                ".",
                "a..b",
                ".a",
                "a b",
                "a/b",
                "a@b",
                "a%b",
                "[a]",
                "[::1",
                "::1%eth0",
                "\uff11::1",
                "\0",
                "a".repeat(254))) {
            Port17Exception e = assertThrows(Port17Exception.class, () -> Destination.of(host, 80), host);
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
        for (int port : new int[] {Integer.MIN_VALUE, -1, 0, 65_536}) {
            assertThrows(Port17Exception.class, () -> Destination.of("a", port));
        }
    }

    @Test
    void aDestinationDoesNotSlipIntoALog() throws Port17Exception {
        assertFalse(Destination.of("secret.example", 80).toString().contains("secret"));
    }

    @Test
    void randomTextIsReadToAsciiOrRefusedWithoutBeingQuoted() {
        Random random = new Random(17);
        String alphabet = "aZ09-._:[]%@/ \u0000\u00fc\u0661\uff11\u3002\ud800\u200d";
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(i % 10 == 0 ? 2_000 : 12); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String host = text.toString();
            try {
                String form = Destination.of(host, 80).host();
                assertTrue(form.chars().allMatch(c -> c > ' ' && c < 127), host);
                assertTrue(form.length() <= Destination.MAX_HOST);
                read++;
            } catch (Port17Exception e) {
                assertEquals(ErrorKind.BAD_INPUT, e.kind());
                assertTrue(host.length() < 4 || !e.getMessage().contains(host));
            }
        }
        assertTrue(read > 1_000 && read < 49_000, "read " + read);
    }
}
