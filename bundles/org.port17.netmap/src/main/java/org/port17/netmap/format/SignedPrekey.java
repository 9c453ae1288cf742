package org.port17.netmap.format;

import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.spi.suite.PrekeyUse;

/**
 * A prekey record whose signature was verified.
 *
 * @param record what it says; its digest is the SHA-256 of {@code bytes}
 * @param bytes the signed record; do not modify
 */
public record SignedPrekey(PrekeyRecord record, byte[] bytes) {
    public static final int MAX_KEY = 4_096;
    public static final int MIN_KEY = 16;

    /** Longest time from not-before to the end of acceptance. */
    public static final long MAX_LIFE_SECONDS = 24 * 3_600;

    static final int FIXED = 5 + 1 + 2 + NodeId.BYTES + 4 + 3 * 8 + 2 + Signatures.BYTES;
    static final int MIN = FIXED + MIN_KEY;

    /** Longest record. */
    public static final int MAX = FIXED + MAX_KEY;

    static final String MAGIC = "P17K";
    static final int VERSION = 1;

    /** Signs a prekey; node and digest of the argument are ignored. @throws Port17Exception BAD_INPUT if out of bounds */
    public static SignedPrekey sign(SigningKey key, PrekeyRecord prekey) throws Port17Exception {
        PrekeyRecord p = prekey;
        checkTimes(p.notBefore(), p.useUntil(), p.acceptUntil());
        checkKey(p.publicKey().length);
        byte[] bytes = new Writer()
                .header(MAGIC, VERSION)
                .u8(code(p.use()))
                .u16(p.suite())
                .raw(key.publicKey())
                .u32(p.id())
                .u64(p.notBefore())
                .u64(p.useUntil())
                .u64(p.acceptUntil())
                .u16(p.publicKey().length)
                .raw(p.publicKey())
                .signed(key, Signatures.PREKEY);
        return new SignedPrekey(record(p, NodeId.of(key.publicKey()), bytes), bytes);
    }

    /** Parses and verifies. @throws Port17Exception BAD_INPUT if malformed, TAMPERED if the signature is wrong */
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
        in.skip(Signatures.BYTES);
        in.end();
        if (!Signatures.trailing(node, Signatures.PREKEY, bytes)) {
            throw new Port17Exception(ErrorKind.TAMPERED, "prekey record: its signature is wrong");
        }
        PrekeyRecord unsigned = new PrekeyRecord(
                NodeId.of(node), suite, use, id, notBefore, useUntil, acceptUntil, publicKey, new byte[0]);
        byte[] own = bytes.clone();
        return new SignedPrekey(record(unsigned, unsigned.node(), own), own);
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
