package org.port17.netmap.format;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.spi.suite.PrekeyUse;

/**
 * A prekey record whose signatures were verified. Whether the ML-DSA key it carries is the node's own is for the holder
 * of the node's record to say: {@link #vouchedBy}.
 *
 * @param record what it says; its digest is the SHA-256 of {@code bytes}
 * @param mlDsaDigest of the {@link MlDsaKey} that signed it too; empty if its suite does not ask for that
 * @param bytes the signed record; do not modify
 */
public record SignedPrekey(PrekeyRecord record, String mlDsaDigest, byte[] bytes) {
    /** P17_XWING_AES256GCM_SHA384_ED25519_MLDSA65. A suite's number fixes its signatures for ever. */
    private static final Set<Integer> SIGNED_TWICE = Set.of(0x0103);

    /** Bytes of a link's public key: X-Wing, and in the last one X25519. For layers all have X25519. */
    private static final Map<Integer, Integer> LINK_KEYS =
            Map.of(0x0101, 1_216, 0x0102, 1_216, 0x0103, 1_216, 0x0104, 32);

    private static final int ONION_KEY = 32;
    public static final int MAX_KEY = 4_096;
    public static final int MIN_KEY = 16;

    /** Longest time from not-before to the end of acceptance. */
    public static final long MAX_LIFE_SECONDS = 24 * 3_600;

    static final int FIXED = 5 + 1 + 2 + NodeId.BYTES + 4 + 3 * 8 + 2 + Signatures.BYTES;
    static final int SECOND = MlDsaKey.PUBLIC_BYTES + MlDsaKey.SIGNATURE_BYTES;

    /** Longest record. */
    public static final int MAX = FIXED + MAX_KEY + SECOND;

    static final String MAGIC = "P17K";
    static final int VERSION = 1;

    /** Whether nodes have prekeys for layers in that suite, as far as its number says; others are perhaps for links only. */
    public static boolean servesLayers(int suite) {
        return LINK_KEYS.containsKey(suite);
    }

    /** Whether prekeys of that suite carry a second signature, ML-DSA-65. */
    public static boolean signedTwice(int suite) {
        return SIGNED_TWICE.contains(suite);
    }

    /**
     * Whether the node's record vouches for the key of the second signature; true if there is none. Without this check
     * whoever breaks Ed25519 could bring an ML-DSA key of his own.
     */
    public boolean vouchedBy(NodeStatement node) {
        return mlDsaDigest.isEmpty() || mlDsaDigest.equals(node.mlDsaDigest());
    }

    /**
     * Signs a prekey; node and digest of the argument are ignored.
     *
     * @param second signs too if the suite asks for it
     * @throws Port17Exception BAD_INPUT if out of bounds
     */
    public static SignedPrekey sign(SigningKey key, MlDsaKey second, PrekeyRecord prekey) throws Port17Exception {
        Writer body = body(key, prekey);
        if (!signedTwice(prekey.suite())) {
            return signed(key, prekey, "", body.signed(key, Signatures.PREKEY));
        }
        byte[] message = body.raw(second.publicKey()).bytes();
        byte[] bytes = body.raw(key.sign(Signatures.PREKEY, message))
                .raw(second.sign(Signatures.PREKEY, message))
                .bytes();
        return signed(key, prekey, second.digest(), bytes);
    }

    /** The same for a suite that asks for one signature. */
    public static SignedPrekey sign(SigningKey key, PrekeyRecord prekey) throws Port17Exception {
        if (signedTwice(prekey.suite())) {
            throw new IllegalArgumentException("prekeys of this suite are signed twice");
        }
        return signed(key, prekey, "", body(key, prekey).signed(key, Signatures.PREKEY));
    }

    private static SignedPrekey signed(SigningKey key, PrekeyRecord p, String mlDsaDigest, byte[] bytes)
            throws Port17Exception {
        return new SignedPrekey(record(p, NodeId.of(key.publicKey()), bytes), mlDsaDigest, bytes);
    }

    private static Writer body(SigningKey key, PrekeyRecord p) throws Port17Exception {
        checkTimes(p.notBefore(), p.useUntil(), p.acceptUntil());
        checkKey(p.publicKey().length);
        return new Writer()
                .header(MAGIC, VERSION)
                .u8(code(p.use()))
                .u16(p.suite())
                .raw(key.publicKey())
                .u32(p.id())
                .u64(p.notBefore())
                .u64(p.useUntil())
                .u64(p.acceptUntil())
                .u16(p.publicKey().length)
                .raw(p.publicKey());
    }

    /** Whether the key is as long as keys of its suite and use are. Of suites that this version does not know any length fits. */
    public boolean fitsItsSuite() {
        Integer link = LINK_KEYS.get(record.suite());
        boolean onion = record.use() == PrekeyUse.ONION;
        return link == null || record.publicKey().length == (onion ? ONION_KEY : link);
    }

    /** Parses and verifies. @throws Port17Exception BAD_INPUT if malformed, TAMPERED if a signature is wrong */
    public static SignedPrekey parse(byte[] bytes) throws Port17Exception {
        if (bytes.length > MAX) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "prekey record: too long");
        }
        Reader in = new Reader(bytes, "prekey record");
        in.header(MAGIC, VERSION);
        PrekeyUse use = use(in);
        int suite = in.u16();
        if (suite == 0) {
            throw in.bad("suite 0 does not exist");
        }
        byte[] node = in.bytes(NodeId.BYTES);
        int id = (int) in.u32();
        long notBefore = in.u63();
        long useUntil = in.u63();
        long acceptUntil = in.u63();
        checkTimes(notBefore, useUntil, acceptUntil);
        int length = in.u16();
        checkKey(length);
        byte[] publicKey = in.bytes(length);
        byte[] second = in.bytes(signedTwice(suite) ? MlDsaKey.PUBLIC_BYTES : 0);
        byte[] message = Arrays.copyOf(bytes, in.position());
        byte[] signature = in.bytes(Signatures.BYTES);
        byte[] secondSignature = in.bytes(signedTwice(suite) ? MlDsaKey.SIGNATURE_BYTES : 0);
        in.end();
        if (!Signatures.verify(node, Signatures.PREKEY, message, signature)) {
            throw new Port17Exception(ErrorKind.TAMPERED, "prekey record: its signature is wrong");
        }
        if (signedTwice(suite) && !MlDsaKey.verify(second, Signatures.PREKEY, message, secondSignature)) {
            throw new Port17Exception(ErrorKind.TAMPERED, "prekey record: its second signature is wrong");
        }
        PrekeyRecord unsigned = new PrekeyRecord(
                NodeId.of(node), suite, use, id, notBefore, useUntil, acceptUntil, publicKey, new byte[0]);
        byte[] own = bytes.clone();
        String mlDsaDigest = signedTwice(suite) ? MlDsaKey.digest(second) : "";
        return new SignedPrekey(record(unsigned, unsigned.node(), own), mlDsaDigest, own);
    }

    static int code(PrekeyUse use) {
        return use == PrekeyUse.LINK ? 1 : 2;
    }

    private static PrekeyUse use(Reader in) throws Port17Exception {
        return switch (in.u8()) {
            case 1 -> PrekeyUse.LINK;
            case 2 -> PrekeyUse.ONION;
            default -> throw in.bad("its use is unknown");
        };
    }

    private static PrekeyRecord record(PrekeyRecord p, NodeId node, byte[] bytes) {
        return new PrekeyRecord(
                node,
                p.suite(),
                p.use(),
                p.id(),
                p.notBefore(),
                p.useUntil(),
                p.acceptUntil(),
                p.publicKey(),
                Signatures.sha256(bytes));
    }

    private static void checkTimes(long notBefore, long useUntil, long acceptUntil) throws Port17Exception {
        boolean ordered = notBefore >= 0 && notBefore < useUntil && useUntil <= acceptUntil;
        if (!ordered || acceptUntil - notBefore > MAX_LIFE_SECONDS) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "prekey record: its times contradict each other");
        }
    }

    private static void checkKey(int length) throws Port17Exception {
        if (length < MIN_KEY || length > MAX_KEY) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "prekey record: its key has a wrong length");
        }
    }

    @Override
    public String toString() {
        return "prekey record of " + record.node().brief();
    }
}
