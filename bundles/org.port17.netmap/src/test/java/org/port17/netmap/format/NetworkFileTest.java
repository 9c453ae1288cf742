package org.port17.netmap.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.Samples;

class NetworkFileTest {
    private static final List<SigningKey> KEYS = List.of(Samples.key(1), Samples.key(2), Samples.key(3));

    @Test
    void fileComesBackAsItWas() throws Port17Exception {
        NetworkFile file = file();
        NetworkFile read = parse(file.signed(KEYS));
        assertEquals(file, read);
        assertEquals(file, parse(file.signed(KEYS.subList(1, 3))), "enough signed");
        assertEquals(39, read.fingerprint().length());
    }

    @Test
    void tooFewOrForeignSignaturesAreRefused() throws Port17Exception {
        NetworkFile file = file();
        assertEquals(ErrorKind.CONFIG, refusal(file.signed(List.of())));
        assertEquals(ErrorKind.CONFIG, refusal(file.signed(KEYS.subList(0, 1))));
        assertEquals(ErrorKind.CONFIG, refusal(file.signed(List.of(Samples.key(7), Samples.key(8)))));
        assertEquals(ErrorKind.CONFIG, refusal(file.signed(List.of(Samples.key(1), Samples.key(1)))));
    }

    @Test
    void everyChangeIsNoticed() throws Port17Exception {
        String whole = file().signed(KEYS.subList(0, 2));
        Random random = new Random(6);
        for (int i = 0; i < 3_000; i++) {
            char[] text = whole.toCharArray();
            int at = random.nextInt(text.length);
            char other = (char) (0x20 + random.nextInt(0x5f));
            if (text[at] != other) {
                text[at] = other;
                assertEquals(ErrorKind.CONFIG, refusal(new String(text)));
            }
            assertEquals(ErrorKind.CONFIG, refusal(whole.substring(0, random.nextInt(whole.length() - 1))));
        }
        assertEquals(ErrorKind.CONFIG, refusal("x".repeat(NetworkFile.MAX_BYTES + 1)));
    }

    @Test
    void quorumIsMoreThanHalf() {
        List<String> keys =
                KEYS.stream().map(k -> HexFormat.of().formatHex(k.publicKey())).toList();
        for (int needed : List.of(-1, 0, 1, 4)) {
            assertThrows(Port17Exception.class, () -> Quorum.of(keys, needed));
        }
        assertThrows(Port17Exception.class, () -> Quorum.of(List.of(), 1));
        assertThrows(Port17Exception.class, () -> Quorum.of(List.of(keys.get(0), keys.get(0)), 2));
        assertThrows(Port17Exception.class, () -> Quorum.of(List.of("00".repeat(32)), 1));
    }

    @Test
    void certificateFitsOneOwnerAndOneNode() throws Port17Exception {
        NodeId node = Samples.id(Samples.key(4));
        OwnerCertificate certificate = OwnerCertificate.sign(Samples.key(5), "Ada L.", node);
        byte[] file = certificate.text("Ada L.", node).getBytes(StandardCharsets.US_ASCII);
        assertEquals(certificate, OwnerCertificate.parse(file, "Ada L.", node));
        assertThrows(Port17Exception.class, () -> OwnerCertificate.parse(file, "Ada", node));
        assertThrows(Port17Exception.class, () -> OwnerCertificate.parse(file, "Ada L.", Samples.id(Samples.key(6))));
        assertThrows(Port17Exception.class, () -> OwnerCertificate.parse(new byte[2_000], "Ada L.", node));
        assertThrows(Port17Exception.class, () -> OwnerCertificate.sign(Samples.key(5), " Ada", node));
        assertTrue(certificate.covers("Ada L.", node));
    }

    private static NetworkFile file() throws Port17Exception {
        List<String> keys =
                KEYS.stream().map(k -> HexFormat.of().formatHex(k.publicKey())).toList();
        List<URI> sources = List.of(
                URI.create("http://192.0.2.1:7017"),
                URI.create("http://192.0.2.2:7017"),
                URI.create("http://b.example"));
        return new NetworkFile("testnet", 1_790_000_000, Quorum.of(keys, 2), sources, true);
    }

    private static NetworkFile parse(String text) throws Port17Exception {
        return NetworkFile.parse(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ErrorKind refusal(String text) {
        return assertThrows(Port17Exception.class, () -> parse(text)).kind();
    }
}
