package org.port17.netmap.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.Samples;
import org.port17.spi.suite.PrekeyUse;

/** Prekeys of suite 0x0103 and what the node's record says of the key that signs them too. */
class SecondSignatureTest {
    private static final int TWICE = 0x0103;
    private static final SigningKey ADA = Samples.key(1);
    private static final MlDsaKey SECOND = Samples.mlDsa(1);
    private static final int TAIL = Signatures.BYTES + MlDsaKey.SIGNATURE_BYTES;

    @Test
    void aRecordComesBackAsItWas() throws Port17Exception {
        for (PrekeyUse use : PrekeyUse.values()) {
            SignedPrekey written = signed(use);
            SignedPrekey read = SignedPrekey.parse(written.bytes());
            assertEquals(TWICE, read.record().suite());
            assertArrayEquals(written.record().publicKey(), read.record().publicKey());
            assertArrayEquals(Signatures.sha256(written.bytes()), read.record().digest());
            assertEquals(SECOND.digest(), read.mlDsaDigest());
        }
    }

    @Test
    void otherSuitesAreSignedOnce() throws Port17Exception {
        SignedPrekey once =
                SignedPrekey.sign(ADA, SECOND, Samples.unsigned(ADA, 0x0101, PrekeyUse.LINK, 7, Samples.NOW));
        assertArrayEquals(
                Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 7, Samples.NOW).bytes(), once.bytes());
        assertEquals("", once.mlDsaDigest());
        assertTrue(once.vouchedBy(Samples.statement("ada", true, 1)));
        PrekeyRecord twice = unsigned(PrekeyUse.ONION);
        assertThrows(IllegalArgumentException.class, () -> SignedPrekey.sign(ADA, twice));
    }

    @Test
    void aRecordWithoutTheSecondSignatureIsRefused() throws Port17Exception {
        byte[] whole = signed(PrekeyUse.ONION).bytes();
        refused(ErrorKind.BAD_INPUT, Arrays.copyOf(whole, whole.length - MlDsaKey.SIGNATURE_BYTES));
        byte[] asOfAnOrdinarySuite =
                Samples.prekey(ADA, 0x0101, PrekeyUse.ONION, 5, Samples.NOW).bytes();
        asOfAnOrdinarySuite[7] = 0x03;
        byte[] body = Arrays.copyOf(asOfAnOrdinarySuite, asOfAnOrdinarySuite.length - Signatures.BYTES);
        refused(ErrorKind.BAD_INPUT, new Writer().raw(body).signed(ADA, Signatures.PREKEY));
    }

    @Test
    void aWrongSecondSignatureIsRefused() throws Port17Exception {
        byte[] whole = signed(PrekeyUse.ONION).bytes();
        byte[] message = Arrays.copyOf(whole, whole.length - TAIL);
        refused(ErrorKind.TAMPERED, joined(message, Samples.mlDsa(2).sign(Signatures.PREKEY, message)));
        refused(ErrorKind.TAMPERED, joined(message, SECOND.sign(Signatures.NODE, message)));
        refused(ErrorKind.TAMPERED, joined(message, new byte[MlDsaKey.SIGNATURE_BYTES]));
        Random random = new Random(103);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = whole.clone();
            int bit = random.nextInt(bytes.length * 8);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(Port17Exception.class, () -> SignedPrekey.parse(bytes), () -> "bit " + bit);
        }
    }

    private static byte[] joined(byte[] message, byte[] second) {
        return new Writer()
                .raw(message)
                .raw(ADA.sign(Signatures.PREKEY, message))
                .raw(second)
                .bytes();
    }

    @Test
    void everyTruncationIsRefused() throws Port17Exception {
        byte[] whole = signed(PrekeyUse.ONION).bytes();
        for (int length = 0; length < whole.length; length++) {
            refused(ErrorKind.BAD_INPUT, Arrays.copyOf(whole, length));
        }
        refused(ErrorKind.BAD_INPUT, Arrays.copyOf(whole, whole.length + 1));
    }

    /** Whoever broke Ed25519 would sign with an ML-DSA key of his own; the map says which one is the node's. */
    @Test
    void aForeignSecondKeyIsNotVouchedFor() throws Port17Exception {
        SignedPrekey foreign = SignedPrekey.parse(SignedPrekey.sign(ADA, Samples.mlDsa(2), unsigned(PrekeyUse.LINK))
                .bytes());
        assertFalse(foreign.vouchedBy(statement(SECOND.digest())));
        assertFalse(foreign.vouchedBy(statement("")));
        assertTrue(signed(PrekeyUse.LINK).vouchedBy(statement(SECOND.digest())));
    }

    @Test
    void theNodeRecordNamesTheKey() throws Port17Exception {
        SignedNode written = SignedNode.sign(ADA, statement(SECOND.digest()));
        assertEquals(written.statement(), SignedNode.parse(written.bytes()).statement());
        assertEquals(
                35, written.bytes().length - SignedNode.sign(ADA, statement("")).bytes().length);
        for (String digest : List.of("00", "f".repeat(63) + "g", "F".repeat(64))) {
            assertThrows(Port17Exception.class, () -> SignedNode.sign(ADA, statement(digest)));
        }
    }

    @Test
    void unknownItemsOfTheExtensionAreSkippedAndMalformedOnesRefused() throws Port17Exception {
        byte[] known = new Writer().u8(1).u16(32).raw(new byte[32]).bytes();
        byte[] unknown = new Writer().u8(200).u16(3).raw(new byte[3]).bytes();
        assertEquals("0".repeat(64), read(known, unknown).statement().mlDsaDigest());
        assertEquals("", read(unknown).statement().mlDsaDigest());
        assertEquals(
                "",
                read(new Writer().u8(9).u16(1_021).raw(new byte[1_021]).bytes())
                        .statement()
                        .mlDsaDigest());
        for (byte[][] bad : new byte[][][] {
            {unknown, known},
            {known, known},
            {new byte[] {1}},
            {new byte[] {0, 0, 0}},
            {new Writer().u8(1).u16(31).raw(new byte[31]).bytes()},
            {new Writer().u8(1).u16(33).raw(new byte[32]).bytes()},
            {new byte[1_025]}
        }) {
            assertEquals(
                    ErrorKind.BAD_INPUT,
                    assertThrows(Port17Exception.class, () -> read(bad)).kind());
        }
    }

    private static SignedNode read(byte[]... items) throws Port17Exception {
        byte[] plain = SignedNode.sign(ADA, statement("")).bytes();
        Writer extension = new Writer();
        for (byte[] item : items) {
            extension.raw(item);
        }
        byte[] record = new Writer()
                .raw(Arrays.copyOf(plain, plain.length - Signatures.BYTES - 2))
                .u16(extension.bytes().length)
                .raw(extension.bytes())
                .signed(ADA, Signatures.NODE);
        return SignedNode.parse(record);
    }

    private static SignedPrekey signed(PrekeyUse use) throws Port17Exception {
        return SignedPrekey.sign(ADA, SECOND, unsigned(use));
    }

    private static PrekeyRecord unsigned(PrekeyUse use) {
        return Samples.unsigned(ADA, TWICE, use, 5, Samples.NOW);
    }

    private static NodeStatement statement(String mlDsaDigest) {
        NodeStatement s = Samples.statement("ada", true, 1);
        return new NodeStatement(
                s.name(), s.owner(), s.country(), s.as(), s.exit(), s.endpoints(), s.suites(), mlDsaDigest, 1);
    }

    private static void refused(ErrorKind kind, byte[] bytes) {
        assertEquals(
                kind,
                assertThrows(Port17Exception.class, () -> SignedPrekey.parse(bytes))
                        .kind());
    }
}
