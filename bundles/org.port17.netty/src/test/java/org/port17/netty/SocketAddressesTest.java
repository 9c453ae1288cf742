package org.port17.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

class SocketAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:4000, 192.0.2.1:4000",
        "localhost:0, 127.0.0.1:0",
        "[::1]:65535, [::1]:65535",
        "[2001:db8:0:0:0:0:0:1]:80, [2001:db8::1]:80"
    })
    void literalsAreRead(String text, String canonical) throws Exception {
        InetSocketAddress read = SocketAddresses.parse(text);
        assertEquals(canonical, SocketAddresses.text(read));
        assertEquals(read, SocketAddresses.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "192.0.2.1",
                "192.0.2.1:",
                "192.0.2.1:65536",
                "192.0.2.1:+1",
                "192.0.2.1: 80",
                "192.0.2:80",
                "example.org:80",
                "::1:80",
                "[::1]",
                "[::1]80",
                "[192.0.2.1]:80",
                "[fe80::1%eth0]:80",
                "1.2.3.4.5:80",
                "٣.1.1.1:80",
                "[]:80"
            })
    void allElseIsBadInput(String text) {
        Port17Exception wrong = assertThrows(Port17Exception.class, () -> SocketAddresses.parse(text));
        assertEquals(ErrorKind.BAD_INPUT, wrong.kind());
    }

    @Test
    void randomTextIsReadOrRefusedButNeverResolved() {
        Random random = new Random(17);
        String alphabet = "0123456789abcf.:[]%/-xlocalhst ";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                InetSocketAddress read = SocketAddresses.parse(text.toString());
                assertEquals(read, SocketAddresses.parse(SocketAddresses.text(read)), text::toString);
            } catch (Port17Exception e) {
                assertEquals(ErrorKind.BAD_INPUT, e.kind());
            }
        }
    }
}
