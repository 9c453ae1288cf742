package org.port17.link;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.port17.api.NodeId;
import org.port17.netmap.PrekeyRecord;

/** What both ends of a link handshake must agree on, and what is proven over it (docs/protocol-link.md). Pure. */
final class Transcript {
    /** Purpose of a node's signature in a HELLO. */
    static final String PURPOSE = "link";

    private static final byte[] PROTOCOL = "P17/1 link".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNED = ("P17/1 " + PURPOSE + "\0").getBytes(StandardCharsets.US_ASCII);
    /** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410, section 4). */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private Transcript() {}

    /** The context of {@code initiate} and {@code respond}. */
    static byte[] context(PrekeyRecord prekey, byte[] hello) {
        byte[] context = new byte[PROTOCOL.length + NodeId.BYTES + prekey.digest().length + Hello.CLEAR];
        System.arraycopy(PROTOCOL, 0, context, 0, PROTOCOL.length);
        int at = PROTOCOL.length;
        prekey.node().copyTo(context, at);
        at += NodeId.BYTES;
        System.arraycopy(prekey.digest(), 0, context, at, prekey.digest().length);
        at += prekey.digest().length;
        System.arraycopy(hello, 0, context, at, Hello.CLEAR);
        return context;
    }

    /** SHA-256 of context, share and offer: names this one handshake. */
    static byte[] hash(byte[] context, byte[] share, byte[] offer) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(context);
            digest.update(share);
            return digest.digest(offer);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Proves knowledge of a link's resume secret within one handshake. */
    static byte[] resumeMac(byte[] secret, byte[] hash, LinkKey link, long received) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new ProofKey(secret));
            byte[] rest = new byte[LinkKey.BYTES + Long.BYTES];
            link.copyTo(rest, 0);
            Records.putLong(rest, LinkKey.BYTES, received);
            mac.update(hash);
            byte[] proof = mac.doFinal(rest);
            mac.init(new ProofKey(new byte[1])); // or it would keep the secret for as long as it lives
            return proof;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** A view of a secret for as long as one computation takes; {@code SecretKeySpec} would keep a copy. */
    private record ProofKey(byte[] secret) implements SecretKey {
        @Override
        public String getAlgorithm() {
            return "HmacSHA256";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        /** A copy, as {@link java.security.Key} asks; the platform's HMAC overwrites it. */
        @Override
        public byte[] getEncoded() {
            return secret.clone();
        }

        @Override
        public String toString() {
            return "proof key";
        }
    }

    /** Whether the node made this signature over the handshake's hash. */
    static boolean signedBy(NodeId node, byte[] hash, byte[] signature) {
        try {
            byte[] encoded = new byte[SPKI.length + NodeId.BYTES];
            System.arraycopy(SPKI, 0, encoded, 0, SPKI.length);
            node.copyTo(encoded, SPKI.length);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(SIGNED);
            verifier.update(hash);
            return verifier.verify(signature);
        } catch (InvalidKeySpecException | InvalidKeyException | SignatureException e) {
            return false; // not a point of the curve, or not a signature: not this node
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 15 and later have Ed25519", e);
        }
    }
}
