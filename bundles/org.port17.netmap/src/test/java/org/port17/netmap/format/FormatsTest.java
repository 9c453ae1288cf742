package org.port17.netmap.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.Samples;
import org.port17.spi.suite.PrekeyUse;

class FormatsTest {
    private static final SigningKey AUTHORITY = Samples.key(99);

    /** Something that reads untrusted bytes. */
    private interface Parser {
        Object parse(byte[] bytes) throws Port17Exception;
    }

    private static final Parser NODE = SignedNode::parse;
    private static final Parser PREKEY = SignedPrekey::parse;
    private static final Parser SET = bytes -> PrekeySet.parse(bytes, 1_000);
    private static final Parser BUNDLE = bytes -> RecordBundle.parse(bytes, 1_000, raw -> null);
    private static final Parser HEAD = bytes -> MapHead.parse(bytes, Quorum.single(AUTHORITY.publicKey()));

    @Test
    void nodeRecordComesBackAsItWas() throws Port17Exception {
        SignedNode written = Samples.node(2, "bob");
        SignedNode read = SignedNode.parse(written.bytes());
        assertEquals(written, read);
        assertEquals(written.statement(), read.statement());
        assertEquals("bob", read.statement().name());
        assertTrue(read.statement().exit());
        assertEquals(64, read.digest().length());
    }

    @Test
    void portForMapsComesBackAndIsBounded() throws Port17Exception {
        NodeStatement mirror = Samples.node(2, "bob").statement().mirroring(65_535);
        SignedNode record = SignedNode.sign(Samples.key(2), mirror);
        assertEquals(mirror, SignedNode.parse(record.bytes()).statement());
        assertEquals(0, Samples.node(2, "bob").statement().mirror());
        assertThrows(Port17Exception.class, () -> SignedNode.sign(Samples.key(2), mirror.mirroring(65_536)));
        for (byte[] item :
                List.of(new byte[] {3, 0, 2, 0, 0}, new byte[] {3, 0, 1, 7}, new byte[] {3, 0, 3, 0, 7, 7})) {
            byte[] extended = extended(record.bytes(), item);
            Port17Exception e = assertThrows(Port17Exception.class, () -> SignedNode.parse(extended));
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
    }

    /** A record whose extension is this one item; its signature fits no more, which is looked at last. */
    private static byte[] extended(byte[] record, byte[] item) {
        int before = record.length - Signatures.BYTES - 2 - 5;
        byte[] other = Arrays.copyOf(record, before + 2 + item.length + Signatures.BYTES);
        other[before] = 0;
        other[before + 1] = (byte) item.length;
        System.arraycopy(item, 0, other, before + 2, item.length);
        return other;
    }

    @Test
    void largestNodeRecordFits() throws Port17Exception {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            endpoints.add(new Endpoint("tcp", "h".repeat(Endpoint.MAX - 6) + String.format("%02d", i)));
        }
        List<Integer> suites = IntStream.rangeClosed(1, 32).boxed().toList();
        NodeStatement most = new NodeStatement(
                "n".repeat(32),
                "o".repeat(64),
                "ZZ",
                0xffffffffL,
                true,
                endpoints,
                suites,
                "f".repeat(64),
                Long.MAX_VALUE);
        SignedNode record = SignedNode.sign(Samples.key(1), most);
        assertEquals(most, SignedNode.parse(record.bytes()).statement());
    }

    @Test
    void prekeyRecordComesBackAsItWas() throws Port17Exception {
        SignedPrekey written = Samples.prekey(Samples.key(1), 0x0101, PrekeyUse.LINK, 0xfedcba98, Samples.NOW);
        PrekeyRecord read = SignedPrekey.parse(written.bytes()).record();
        assertEquals(Samples.id(Samples.key(1)), read.node());
        assertEquals(0xfedcba98, read.id());
        assertEquals(PrekeyUse.LINK, read.use());
        assertArrayEquals(written.record().publicKey(), read.publicKey());
        assertArrayEquals(Signatures.sha256(written.bytes()), read.digest());
    }

    @Test
    void headComesBackAsItWas() throws Port17Exception {
        MapHead written = Samples.signedMap(AUTHORITY, 7).head();
        MapHead read = MapHead.parse(written.bytes(), Quorum.single(AUTHORITY.publicKey()));
        assertEquals(written.statement(), read.statement());
        assertEquals(1, read.signers());
    }

    @Test
    void headsOutOfBoundsAreNotSigned() throws Port17Exception {
        HeadStatement good = Samples.signedMap(AUTHORITY, 7).head().statement();
        for (HeadStatement bad : List.of(
                head(good, "No Name", 1, 1, 2, good.root(), 1),
                head(good, "local", 0, 1, 2, good.root(), 1),
                head(good, "local", 1, 2, 2, good.root(), 1),
                head(good, "local", 1, 1, 2, "00", 1),
                head(good, "local", 1, 1, 2, good.root(), -1),
                head(good, "local", 1, 1, 2, good.root(), 1, ""))) {
            assertThrows(Port17Exception.class, bad::message);
        }
    }

    /** What a reader skips is signed too: else authorities could say one thing to some and another to others. */
    @Test
    void headsThatDifferInWhatIsSkippedAreAFork() throws Port17Exception {
        MapHead plain = Samples.signedMap(AUTHORITY, 7).head();
        byte[] message = plain.statement().message();
        byte[] extended = Arrays.copyOf(message, message.length + 3);
        extended[message.length - 1] = 3;
        byte[] other = new Writer()
                .raw(extended)
                .u8(1)
                .raw(AUTHORITY.publicKey())
                .raw(AUTHORITY.sign(Signatures.MAP, extended))
                .bytes();
        MapHead read = MapHead.parse(other, Quorum.single(AUTHORITY.publicKey()));
        assertEquals(plain.statement(), read.statement());
        assertFalse(read.agrees(plain));
        assertTrue(read.forks(plain));
    }

    private static HeadStatement head(
            HeadStatement s, String network, long epoch, long created, long validUntil, String root, int nodes) {
        return head(s, network, epoch, created, validUntil, root, nodes, s.prekeys());
    }

    private static HeadStatement head(
            HeadStatement s,
            String network,
            long epoch,
            long created,
            long validUntil,
            String root,
            int nodes,
            String prekeys) {
        return new HeadStatement(
                network, s.founded(), epoch, created, validUntil, s.suites(), root, nodes, s.places(), prekeys, 0);
    }

    @Test
    void oneBadRecordDoesNotSpoilABundle() throws Port17Exception {
        SignedNode good = Samples.node(1, "ada");
        byte[] forged = good.bytes().clone();
        forged[forged.length - 1] ^= 1;
        SignedNode bad = new SignedNode(good.id(), good.statement(), "", forged);
        RecordBundle read = RecordBundle.parse(RecordBundle.write(List.of(bad, good)), 2, raw -> null);
        assertEquals(List.of(good), read.records());
        assertEquals(1, read.refused());
        assertThrows(
                Port17Exception.class,
                () -> RecordBundle.parse(RecordBundle.write(List.of(good, good)), 1, raw -> null),
                "more than asked for");
    }

    @Test
    void everyTruncationIsRefused() throws Port17Exception {
        for (Sample sample : samples()) {
            for (int length = 0; length < sample.bytes.length; length++) {
                byte[] cut = Arrays.copyOf(sample.bytes, length);
                assertThrows(Port17Exception.class, () -> sample.parser.parse(cut), sample.name + " at " + length);
            }
            byte[] longer = Arrays.copyOf(sample.bytes, sample.bytes.length + 1);
            assertThrows(Port17Exception.class, () -> sample.parser.parse(longer), sample.name);
        }
    }

    @Test
    void everyFlippedBitIsRefused() throws Port17Exception {
        for (Sample sample : samples()) {
            if (sample.parser == SET || sample.parser == BUNDLE) {
                continue;
            }
            byte[] bytes = sample.bytes.clone();
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                int at = bit;
                assertThrows(Port17Exception.class, () -> sample.parser.parse(bytes), () -> sample.name + " bit " + at);
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    @Test
    void flippedBitInASetCostsAtMostOneRecord() throws Port17Exception {
        byte[] whole = samples().get(2).bytes;
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = whole.clone();
            int bit = (9 + 2) * 8 + random.nextInt(100 * 8);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            PrekeySet set = PrekeySet.parse(bytes, 10);
            assertEquals(1, set.refused());
            assertEquals(1, set.prekeys().size());
        }
    }

    @Test
    void randomBytesGiveTypedFailuresOnly() throws Port17Exception {
        Random random = new Random(17);
        List<Sample> samples = samples();
        for (int i = 0; i < 20_000; i++) {
            Sample sample = samples.get(i % samples.size());
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            int known = Math.min(bytes.length, random.nextInt(6));
            System.arraycopy(sample.bytes, 0, bytes, 0, known);
            onlyTyped(sample, bytes);
        }
    }

    /** Behind a good signature lies the code that an honest-looking but hostile signer reaches. */
    @Test
    void signedNonsenseGivesTypedFailuresOnly() throws Port17Exception {
        Random random = new Random(18);
        List<Sample> samples = samples();
        int refused = 0;
        for (int i = 0; i < 12_000; i++) {
            Sample sample = samples.get(i % samples.size());
            int tail = sample.parser == HEAD ? 1 + Signatures.KEY_BYTES + Signatures.BYTES : Signatures.BYTES;
            byte[] body = Arrays.copyOf(sample.bytes, sample.bytes.length - tail);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                body[5 + random.nextInt(Math.min(body.length - 5, 300))] = (byte) random.nextInt(256);
            }
            byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(body, random.nextInt(body.length)) : body;
            Writer out = new Writer().raw(cut);
            byte[] signed = sample.purpose.isEmpty() ? cut : out.signed(sample.key, sample.purpose);
            if (sample.parser == HEAD) {
                signed = new Writer()
                        .raw(cut)
                        .u8(1)
                        .raw(AUTHORITY.publicKey())
                        .raw(AUTHORITY.sign(Signatures.MAP, cut))
                        .bytes();
            }
            refused += onlyTyped(sample, signed);
        }
        assertTrue(refused > 4_000, "most nonsense is refused, but only " + refused + " were");
    }

    @Test
    void oversizeCountsAreRefusedBeforeAllocation() throws Port17Exception {
        byte[] bundle = new Writer().header("P17B", 1).u32(0x7fffffffL).bytes();
        assertEquals(ErrorKind.BAD_INPUT, kind(BUNDLE, bundle));
        assertEquals(ErrorKind.BAD_INPUT, kind(HEAD, new byte[MapHead.MAX_BYTES + 1]));
        byte[] set = new Writer().header("P17S", 1).u32(0x7fffffffL).bytes();
        assertEquals(ErrorKind.BAD_INPUT, kind(SET, set));
        assertEquals(ErrorKind.BAD_INPUT, kind(NODE, new byte[SignedNode.MAX + 1]));
        assertEquals(ErrorKind.BAD_INPUT, kind(PREKEY, new byte[SignedPrekey.MAX + 1]));
    }

    @Test
    void signatureOfAnotherKeyOrPurposeIsRefused() throws Port17Exception {
        byte[] record = Samples.node(1, "ada").bytes();
        byte[] body = Arrays.copyOf(record, record.length - Signatures.BYTES);
        assertEquals(ErrorKind.TAMPERED, kind(NODE, new Writer().raw(body).signed(Samples.key(2), Signatures.NODE)));
        assertEquals(ErrorKind.TAMPERED, kind(NODE, new Writer().raw(body).signed(Samples.key(1), Signatures.PREKEY)));
        byte[] head = Samples.signedMap(Samples.key(98), 1).head().bytes();
        assertEquals(ErrorKind.TAMPERED, kind(HEAD, head));
    }

    @Test
    void keyOfSmallOrderIsNobody() {
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        assertFalse(Signatures.soundKey(neutral));
        assertFalse(Signatures.soundKey(new byte[32]));
        assertTrue(Signatures.soundKey(Samples.key(1).publicKey()));
    }

    @Test
    void statementsOutOfBoundsAreNotSigned() {
        NodeStatement good = Samples.statement("ada", true, 1);
        for (NodeStatement bad : List.of(
                with(good, "Ada", good.owner(), "DE", 1),
                with(good, "", good.owner(), "DE", 1),
                with(good, "a".repeat(33), good.owner(), "DE", 1),
                with(good, "ada", " x", "DE", 1),
                with(good, "ada", "x\ny", "DE", 1),
                with(good, "ada", "x", "de", 1),
                with(good, "ada", "x", "DE", 0))) {
            assertThrows(Port17Exception.class, () -> SignedNode.sign(Samples.key(1), bad));
        }
    }

    private static NodeStatement with(NodeStatement s, String name, String owner, String country, long sequence) {
        return new NodeStatement(name, owner, country, s.as(), s.exit(), s.endpoints(), s.suites(), sequence);
    }

    private record Sample(String name, Parser parser, byte[] bytes, SigningKey key, String purpose) {}

    private static List<Sample> samples() throws Port17Exception {
        SigningKey key = Samples.key(1);
        SignedPrekey onion = Samples.prekey(key, 0x0101, PrekeyUse.ONION, 5, Samples.NOW);
        SignedPrekey other = Samples.prekey(key, 0x0102, PrekeyUse.ONION, 6, Samples.NOW);
        byte[] head = Samples.map(AUTHORITY, 3, List.of(Samples.node(1, "ada")))
                .head()
                .bytes();
        byte[] bundle = RecordBundle.write(List.of(Samples.node(1, "ada"), Samples.node(2, "bob")));
        return List.of(
                new Sample("node", NODE, Samples.node(1, "ada").bytes(), key, Signatures.NODE),
                new Sample("prekey", PREKEY, onion.bytes(), key, Signatures.PREKEY),
                new Sample("set", SET, PrekeySet.write(List.of(onion, other)), key, ""),
                new Sample("bundle", BUNDLE, bundle, key, ""),
                new Sample("head", HEAD, head, AUTHORITY, Signatures.MAP));
    }

    /** @return 1 if it was refused, 0 if taken; anything but a typed failure fails the test */
    private static int onlyTyped(Sample sample, byte[] bytes) {
        try {
            sample.parser.parse(bytes);
            return 0;
        } catch (Port17Exception e) {
            return 1;
        }
    }

    private static ErrorKind kind(Parser parser, byte[] bytes) {
        return assertThrows(Port17Exception.class, () -> parser.parse(bytes)).kind();
    }
}
