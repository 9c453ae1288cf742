package org.port17.model;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.port17.api.Port17Exception;
import org.port17.model.Trace.Content;
import org.port17.model.Trace.Type;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.Initiation;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.SuiteTraits;

/** Writes what an attacker can who broke the AEAD: she reads and replaces contents, but has no end's secrets. */
final class Mallory {
    private static final int HEADER = 6;
    private final Suites suites;
    private final SecureRandom random;
    /** The key of the initiator's last offer, which she saw. */
    private byte[] offered = new byte[0];

    Mallory(Suites suites, SecureRandom random) {
        this.suites = suites;
        this.random = random;
    }

    void sees(byte[] offer) {
        offered = Arrays.copyOfRange(offer, HEADER, offer.length);
    }

    /** The body of a message with that content, made from the true message's body. */
    byte[] body(Content content, byte[] trueBody) throws Port17Exception {
        if (content.type() == Type.Data) {
            return new byte[] {1};
        }
        if (content.type() == Type.Notice) {
            List<Integer> list = content.list().stream().map(suites::id).toList();
            return new SuiteNotice(Math.max(0, content.epoch()), list).bytes();
        }
        byte[] rest = content.forged() ? forged(content) : Arrays.copyOfRange(trueBody, HEADER, trueBody.length);
        return ByteBuffer.allocate(HEADER + rest.length)
                .putShort((short) suites.id(content.suite()))
                .putInt(content.epoch())
                .put(rest)
                .array();
    }

    /** A key of her own; or a share to the initiator's key, confirmed with all she can know of the new root. */
    private byte[] forged(Content content) throws Port17Exception {
        if (content.type() == Type.Offer) {
            return suites.of(content.suite()).newOffer(random).publicKey();
        }
        SuiteTraits traits = suites.of(content.suite()).traits();
        if (offered.length != traits.offerBytes()) {
            // Not a key of that suite: whatever she sends cannot fit.
            return new byte[traits.answerBytes() + SuiteTraits.CONFIRMATION];
        }
        Initiation made = suites.of(content.suite()).answer(new WithoutSecret(suites.last()), offered, random);
        return ByteBuffer.allocate(traits.answerBytes() + SuiteTraits.CONFIRMATION)
                .put(made.share())
                .put(made.epoch().confirmation())
                .array();
    }

    /** The initiator's epoch as it looks to who knows everything about it but its secret. */
    private record WithoutSecret(Suites.Seen seen) implements Epoch {
        @Override
        public SuiteTraits suite() {
            return seen.suite();
        }

        @Override
        public int number() {
            return seen.number();
        }

        @Override
        public boolean initiator() {
            return false;
        }

        @Override
        public byte[] transcript() {
            return seen.transcript().clone();
        }

        @Override
        public byte[] confirmation() {
            throw new UnsupportedOperationException();
        }

        /** Her guess of the old secret. */
        @Override
        public byte[] salt(byte[] nextTranscript) {
            return new byte[nextTranscript.length];
        }

        @Override
        public Chain takeSealing() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Chain takeOpening() {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] export(String label, byte[] context, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OneTimeLayer oneTime(String label) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // It holds no secret.
        }
    }
}
