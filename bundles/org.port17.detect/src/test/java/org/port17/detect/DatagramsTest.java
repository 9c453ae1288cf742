package org.port17.detect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** With the client's Initial packet of RFC 9001, appendix A.2. */
class DatagramsTest {
    private static byte[] initial() throws Exception {
        try (var in = DatagramsTest.class.getResourceAsStream("rfc9001-a2.hex")) {
            return HexFormat.of().parseHex(new String(in.readAllBytes(), US_ASCII).replaceAll("\\s", ""));
        }
    }

    @Test
    void theInitialOfTheRfcIsQuic() throws Exception {
        byte[] packet = initial();
        assertEquals(1200, packet.length);
        assertEquals(Protocol.QUIC, Datagrams.judge(packet, 0, packet.length, 443));
        assertEquals(Protocol.QUIC, Datagrams.judge(packet, 0, packet.length, 53_000));
    }

    @Test
    void anyAlteredBitMakesItNone() throws Exception {
        byte[] packet = initial();
        for (int at = 0; at < packet.length; at++) {
            byte[] altered = packet.clone();
            altered[at] ^= 0x10;
            assertEquals(false, Datagrams.judge(altered, 0, altered.length, 443).encrypted(), "byte " + at);
        }
    }

    @Test
    void cutShortItIsNone() throws Exception {
        byte[] packet = initial();
        for (int length = 0; length < packet.length; length += 7) {
            assertEquals(false, Datagrams.judge(packet, 0, length, 443).encrypted());
        }
    }

    @Test
    void aQueryIsDns() {
        byte[] query = HexFormat.of().parseHex("123401000001000000000000076578616d706c65036f72670000010001");
        assertEquals(Protocol.DNS, Datagrams.judge(query, 0, query.length, 53));
    }
}
