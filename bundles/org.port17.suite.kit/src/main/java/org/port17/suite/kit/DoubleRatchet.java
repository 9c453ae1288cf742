package org.port17.suite.kit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.Ratchet;
import org.port17.spi.suite.RatchetState;
import org.port17.spi.suite.SuiteTraits;

/**
 * The ratchet of every suite built from this kit. Each direction leaves the old epoch by itself and its old chain is
 * overwritten at that moment; a new offer or answer waits until both did, so two epochs are the most that live. One-time
 * layers end with epoch 0: when both directions left it, its secret is gone.
 */
final class DoubleRatchet implements Ratchet {
    private static final int MAX_LABEL = 255;

    private final Parts parts;
    private final boolean initiator;
    private final int sealDirection;
    private final int openDirection;
    private final Set<String> oneTimeLabels = new HashSet<>();
    /** Of the newest epoch, prepared or in use. */
    private EpochSecrets secrets;
    /** Epoch 0's, until both directions left that epoch. */
    private byte[] oneTimeSecret;

    private Chain sealing;
    private Chain opening;
    /** Not null: prepared and not used yet. */
    private Chain nextSealing;

    private Chain nextOpening;
    private int sealingEpoch;
    private Kem.KemKey offered;
    private boolean closed;

    DoubleRatchet(Parts parts, boolean initiator, EpochSecrets first) {
        this.parts = parts;
        this.initiator = initiator;
        this.sealDirection = initiator ? Parts.TO_RESPONDER : Parts.TO_INITIATOR;
        this.openDirection = initiator ? Parts.TO_INITIATOR : Parts.TO_RESPONDER;
        this.secrets = first;
        this.oneTimeSecret = first.oneTime.clone();
        this.sealing = parts.chain(first, sealDirection);
        this.opening = parts.chain(first, openDirection);
    }

    @Override
    public void seal(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        requireAlive();
        Objects.checkFromIndexSize(inOffset, length, in.length);
        Objects.checkFromIndexSize(outOffset, Math.addExact(length, SuiteTraits.TAG), out.length);
        sealing.seal(kind, in, inOffset, length, out, outOffset);
    }

    @Override
    public boolean open(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        requireAlive();
        Objects.checkFromIndexSize(inOffset, length, in.length);
        Objects.checkFromIndexSize(outOffset, Math.max(0, length - SuiteTraits.TAG), out.length);
        return opening.open(kind, in, inOffset, length, out, outOffset);
    }

    @Override
    public void sealKeystream(byte[] out, int offset, int length) {
        keystream(sealing, out, offset, length);
    }

    @Override
    public void openKeystream(byte[] out, int offset, int length) {
        keystream(opening, out, offset, length);
    }

    private void keystream(Chain chain, byte[] out, int offset, int length) {
        requireAlive();
        Objects.checkFromIndexSize(offset, length, out.length);
        chain.keystream(out, offset, length);
    }

    @Override
    public void sealFiller(byte[] out, int offset) {
        requireAlive();
        sealing.filler(out, offset);
    }

    @Override
    public void openFiller(byte[] out, int offset) {
        requireAlive();
        opening.filler(out, offset);
    }

    @Override
    public OneTimeLayer oneTime(String label) {
        requireAlive();
        if (oneTimeSecret == null) {
            throw new IllegalStateException("epoch 0 is over");
        }
        if (!oneTimeLabels.add(label)) {
            throw new IllegalStateException("one-time label already used");
        }
        return new SingleUseLayer(parts.hkdf(), parts.bulk().get(), oneTimeSecret, label, initiator);
    }

    @Override
    public byte[] export(String label, byte[] context, int length) {
        requireAlive();
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_LABEL) {
            throw new IllegalArgumentException("label longer than " + MAX_LABEL + " bytes");
        }
        byte[] data = ByteBuffer.allocate(1 + name.length + context.length)
                .put((byte) name.length)
                .put(name)
                .put(context)
                .array();
        byte[] exported = parts.hkdf().derive(secrets.export, "export", data, length);
        parts.hkdf().forget();
        return exported;
    }

    @Override
    public byte[] offer(SecureRandom random) throws Port17Exception {
        requireAlive();
        if (!initiator || offered != null || pending()) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "no offer is due");
        }
        offered = parts.kem().generate(random);
        return offered.publicKey();
    }

    @Override
    public byte[] answer(byte[] offer, SecureRandom random) throws Port17Exception {
        requireAlive();
        if (initiator || pending()) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "no answer is due");
        }
        Kem.Encapsulated fresh = parts.kem().encapsulate(offer, random);
        EpochSecrets next = step(offer, fresh.share(), fresh.secret());
        byte[] answer = Arrays.copyOf(fresh.share(), fresh.share().length + EpochSecrets.CONFIRM);
        System.arraycopy(next.confirm, 0, answer, fresh.share().length, EpochSecrets.CONFIRM);
        prepare(next);
        return answer;
    }

    @Override
    public void accept(byte[] answer) throws Port17Exception {
        requireAlive();
        if (offered == null) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "nothing was offered");
        }
        int shareBytes = parts.kem().shareBytes();
        if (answer.length != shareBytes + EpochSecrets.CONFIRM) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "ratchet answer has a wrong length");
        }
        byte[] share = Arrays.copyOf(answer, shareBytes);
        EpochSecrets next = step(offered.publicKey(), share, offered.decapsulate(share));
        if (!MessageDigest.isEqual(next.confirm, Arrays.copyOfRange(answer, shareBytes, answer.length))) {
            next.close();
            throw new Port17Exception(ErrorKind.TAMPERED, "ratchet answer does not confirm the new root");
        }
        offered.close();
        offered = null;
        prepare(next);
    }

    private EpochSecrets step(byte[] offer, byte[] share, byte[] secret) {
        byte[] transcript = Transcript.next(secrets.transcript, parts.suite(), secrets.epoch + 1, offer, share);
        EpochSecrets next = secrets.step(parts.hkdf(), transcript, secret);
        Arrays.fill(secret, (byte) 0);
        return next;
    }

    private void prepare(EpochSecrets next) {
        nextSealing = parts.chain(next, sealDirection);
        nextOpening = parts.chain(next, openDirection);
        secrets.close();
        secrets = next;
    }

    @Override
    public void switchSealing() {
        requireAlive();
        if (nextSealing == null) {
            throw new IllegalStateException("no epoch is prepared for sealing");
        }
        sealing.close();
        sealing = nextSealing;
        nextSealing = null;
        sealingEpoch = secrets.epoch;
        endOldEpoch();
    }

    @Override
    public void switchOpening() {
        requireAlive();
        if (nextOpening == null) {
            throw new IllegalStateException("no epoch is prepared for opening");
        }
        opening.close();
        opening = nextOpening;
        nextOpening = null;
        endOldEpoch();
    }

    private void endOldEpoch() {
        if (!pending()) {
            forgetOneTime();
        }
    }

    private void forgetOneTime() {
        if (oneTimeSecret != null) {
            Arrays.fill(oneTimeSecret, (byte) 0);
            oneTimeSecret = null;
        }
    }

    private boolean pending() {
        return nextSealing != null || nextOpening != null;
    }

    @Override
    public RatchetState state() {
        requireAlive();
        return new RatchetState(sealingEpoch, sealing.phase(), sealing.bytes(), pending());
    }

    private void requireAlive() {
        if (closed) {
            throw new IllegalStateException("ratchet is closed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        secrets.close();
        forgetOneTime();
        for (Chain chain : new Chain[] {sealing, opening, nextSealing, nextOpening}) {
            if (chain != null) {
                chain.close();
            }
        }
        if (offered != null) {
            offered.close();
        }
        parts.hkdf().forget();
    }
}
