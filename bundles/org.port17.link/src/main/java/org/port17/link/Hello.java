package org.port17.link;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.node.OwnPrekey;
import org.port17.node.ThisNode;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/** The first message of a connection: {@link #BYTES} bytes whatever it says (docs/protocol-link.md, "HELLO"). */
final class Hello {
    static final int BYTES = 3072;
    static final byte TYPE = 0x48;
    static final byte VERSION = 1;

    /** Type, version, suite, prekey id. */
    static final int CLEAR = 8;

    private static final int ROLE = 0;
    private static final int MODE = 1;
    private static final int NODE = 2;
    private static final int SIGNATURE = 34;
    private static final int LINK = 98;
    private static final int RECEIVED = 114;
    private static final int MAC = 122;
    private static final int OFFER = 154;
    private static final int SIGNATURE_BYTES = 64;
    private static final int MAC_BYTES = 32;

    private Hello() {}

    /** What a dialler presents to go on with a link it has. */
    record Resume(LinkKey link, long received, byte[] secret) {}

    /** A HELLO made: its bytes, and the end of the ratchet that sealed it. */
    record Made(byte[] bytes, DoubleRatchet ratchet) {}

    /**
     * A HELLO opened and, as far as it can be at this point, proven.
     *
     * @param node who dialled, proven by signature; null for one who did not say
     * @param resume whether it asks to resume {@code link}
     * @param mac proves knowledge of the link's secret; to be checked against {@code hash}
     */
    record Opened(
            CipherSuite suite,
            DoubleRatchet ratchet,
            NodeId node,
            boolean resume,
            LinkKey link,
            long received,
            byte[] mac,
            byte[] hash,
            byte[] offer) {
        /** The first step stays in the suite of the HELLO. */
        byte[] answer(SecureRandom random) throws Port17Exception {
            return ratchet.answer(
                    offer, id -> id == suite.traits().id() ? Optional.of(suite) : Optional.empty(), random);
        }

        boolean knows(byte[] secret) {
            return java.security.MessageDigest.isEqual(Transcript.resumeMac(secret, hash, link, received), mac);
        }
    }

    /** The suite that a HELLO names. */
    static int suite(byte[] hello) {
        return (hello[2] & 0xff) << 8 | hello[3] & 0xff;
    }

    /** The prekey that a HELLO names. */
    static int prekey(byte[] hello) {
        return Records.getInt(hello, 4);
    }

    /** Whether a suite's messages fit the fixed sizes. */
    static boolean fits(SuiteTraits traits) {
        return CLEAR + traits.linkShareBytes() + OFFER + DoubleRatchet.offerBytes(traits) + SuiteTraits.TAG <= BYTES
                && DoubleRatchet.offerBytes(traits) <= Steps.MOST
                && Welcome.fits(traits);
    }

    /**
     * Makes a HELLO.
     *
     * @param self this node, or null for a client, which stays nameless
     * @param resume the link to go on with, or null for a new one
     */
    static Made make(CipherSuite suite, PrekeyRecord prekey, ThisNode self, Resume resume, SecureRandom random)
            throws Port17Exception {
        byte[] hello = new byte[BYTES];
        random.nextBytes(hello);
        hello[0] = TYPE;
        hello[1] = VERSION;
        hello[2] = (byte) (suite.traits().id() >>> 8);
        hello[3] = (byte) suite.traits().id();
        Records.putInt(hello, 4, prekey.id());
        byte[] context = Transcript.context(prekey, hello);
        DoubleRatchet.Started initiation =
                DoubleRatchet.initiate(suite, PrekeyUse.LINK, prekey.publicKey(), context, random);
        byte[] share = initiation.share();
        System.arraycopy(share, 0, hello, CLEAR, share.length);
        DoubleRatchet ratchet = initiation.ratchet();
        try {
            byte[] offer = ratchet.offer(suite, random);
            byte[] hash = Transcript.hash(context, share, offer);
            int at = CLEAR + share.length;
            // A resumed link keeps the identity it was opened with, so a RESUME names nobody.
            boolean named = self != null && resume == null;
            hello[at + ROLE] = (byte) (named ? 1 : 0);
            hello[at + MODE] = (byte) (resume != null ? 1 : 0);
            if (named) {
                self.id().copyTo(hello, at + NODE);
                System.arraycopy(self.sign(Transcript.PURPOSE, hash), 0, hello, at + SIGNATURE, SIGNATURE_BYTES);
            }
            if (resume != null) {
                resume.link().copyTo(hello, at + LINK);
                Records.putLong(hello, at + RECEIVED, resume.received());
                byte[] mac = Transcript.resumeMac(resume.secret(), hash, resume.link(), resume.received());
                System.arraycopy(mac, 0, hello, at + MAC, MAC_BYTES);
            }
            System.arraycopy(offer, 0, hello, at + OFFER, offer.length);
            ratchet.seal(TYPE, hello, at, BYTES - at - SuiteTraits.TAG, hello, at);
            return new Made(hello, ratchet);
        } catch (Port17Exception | RuntimeException e) {
            ratchet.close();
            throw e;
        }
    }

    /**
     * Opens a HELLO in place.
     *
     * @throws Port17Exception STALE_PREKEY, which is answered once, with the bytes as they were; PROTOCOL, REPLAYED,
     *     TAMPERED or BAD_INPUT, and the connection then ends without a word
     */
    static Opened open(byte[] hello, ThisNode self) throws Port17Exception {
        if (hello[0] != TYPE || hello[1] != VERSION) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "not a HELLO of a known version");
        }
        OwnPrekey prekey = self.prekey(prekey(hello))
                .orElseThrow(() -> new Port17Exception(ErrorKind.STALE_PREKEY, "HELLO to an unknown prekey"));
        CipherSuite suite = prekey.suite();
        if (prekey.record().use() != PrekeyUse.LINK || suite.traits().id() != suite(hello) || !fits(suite.traits())) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "HELLO names a prekey of another kind");
        }
        int at = CLEAR + suite.traits().linkShareBytes();
        byte[] share = Arrays.copyOfRange(hello, CLEAR, at);
        if (!prekey.firstSeen(share)) {
            if (prekey.full()) {
                throw new Port17Exception(ErrorKind.STALE_PREKEY, "HELLO to a prekey that has room for no more");
            }
            throw new Port17Exception(ErrorKind.REPLAYED, "HELLO seen before");
        }
        byte[] context = Transcript.context(prekey.record(), hello);
        DoubleRatchet ratchet = DoubleRatchet.respond(suite, prekey.secret(), share, context);
        try {
            if (!ratchet.open(TYPE, hello, at, BYTES - at, hello, at)) {
                throw new Port17Exception(ErrorKind.TAMPERED, "HELLO does not open");
            }
            return read(hello, at, suite, ratchet, context, share);
        } catch (Port17Exception | RuntimeException e) {
            ratchet.close();
            throw e;
        }
    }

    private static Opened read(
            byte[] hello, int at, CipherSuite suite, DoubleRatchet ratchet, byte[] context, byte[] share)
            throws Port17Exception {
        int role = hello[at + ROLE];
        int mode = hello[at + MODE];
        if (role < 0 || role > 1 || mode < 0 || mode > 1 || role + mode > 1) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "HELLO of an unknown role or mode");
        }
        byte[] offer = Arrays.copyOfRange(hello, at + OFFER, at + OFFER + DoubleRatchet.offerBytes(suite.traits()));
        byte[] hash = Transcript.hash(context, share, offer);
        NodeId node = null;
        if (role == 1) {
            node = NodeId.of(hello, at + NODE);
            byte[] signature = Arrays.copyOfRange(hello, at + SIGNATURE, at + SIGNATURE + SIGNATURE_BYTES);
            if (!Transcript.signedBy(node, hash, signature)) {
                throw new Port17Exception(ErrorKind.TAMPERED, "HELLO with a wrong signature");
            }
        }
        return new Opened(
                suite,
                ratchet,
                node,
                mode == 1,
                LinkKey.read(hello, at + LINK),
                Records.getLong(hello, at + RECEIVED),
                Arrays.copyOfRange(hello, at + MAC, at + MAC + MAC_BYTES),
                hash,
                offer);
    }
}
