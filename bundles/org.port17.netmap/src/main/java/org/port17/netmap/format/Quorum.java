package org.port17.netmap.format;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * Who signs a network's maps, and how many of them it takes. Guarantee: more than half are needed, so that two maps of one
 * number, both signed by enough, prove that an authority signed twice.
 *
 * @param keys Ed25519 public keys of the authorities, 64 hexadecimal digits each, 1 to {@value #MOST}
 */
public record Quorum(List<String> keys, int needed) {
    public static final int MOST = 32;

    public Quorum {
        keys = List.copyOf(keys);
    }

    /** @throws Port17Exception CONFIG if a key is none or the numbers do not fit */
    public static Quorum of(List<String> keys, int needed) throws Port17Exception {
        if (keys.isEmpty() || keys.size() > MOST || new HashSet<>(keys).size() != keys.size()) {
            throw new Port17Exception(ErrorKind.CONFIG, "a network has 1 to 32 authorities, each with its own key");
        }
        if (2 * needed <= keys.size() || needed > keys.size()) {
            throw new Port17Exception(
                    ErrorKind.CONFIG,
                    "of " + keys.size() + " authorities " + (keys.size() / 2 + 1) + " to " + keys.size()
                            + " must be needed to sign");
        }
        for (String key : keys) {
            if (!key.matches("[0-9a-f]{64}")
                    || !Signatures.soundKey(HexFormat.of().parseHex(key))) {
                throw new Port17Exception(ErrorKind.CONFIG, "an authority's key is not an Ed25519 public key");
            }
        }
        return new Quorum(keys, needed);
    }

    /** One authority that signs alone. */
    public static Quorum single(byte[] key) {
        return new Quorum(List.of(HexFormat.of().formatHex(key)), 1);
    }

    /** Whether this is an authority. */
    public boolean names(byte[] key) {
        return keys.contains(HexFormat.of().formatHex(key));
    }

    /** How many different authorities signed the message. Foreign and wrong signatures count nothing. */
    public int signers(String purpose, byte[] message, List<Endorsement> endorsements) {
        return who(purpose, message, endorsements).size();
    }

    /** Which authorities signed the message. */
    Set<String> who(String purpose, byte[] message, List<Endorsement> endorsements) {
        Set<String> signers = new HashSet<>();
        for (Endorsement endorsement : endorsements) {
            String key = HexFormat.of().formatHex(endorsement.key());
            if (keys.contains(key)
                    && !signers.contains(key)
                    && Signatures.verify(endorsement.key(), purpose, message, endorsement.signature())) {
                signers.add(key);
            }
        }
        return signers;
    }

    /** The same number of signatures, but none of these keys counts. Perhaps not enough are left: {@link #possible}. */
    public Quorum without(Set<String> others) {
        return new Quorum(keys.stream().filter(key -> !others.contains(key)).toList(), needed);
    }

    /** Whether there are as many keys as have to sign. */
    public boolean possible() {
        return needed <= keys.size();
    }

    /** How many keys in bad hands it takes to sign two maps of one number: what any two groups of signers have in common. */
    public int toFork() {
        return 2 * needed - keys.size();
    }

    /** How many keys have to refuse, or be lost, so that no map is signed any more. */
    public int toStop() {
        return keys.size() - needed + 1;
    }

    /**
     * The fewest signatures so that one bad key alone can neither fork the map nor stop it; where there are fewer than four
     * authorities no number does, and it is more than half.
     */
    public static int advised(int authorities) {
        return authorities < 4 ? authorities / 2 + 1 : (authorities + 1) / 2 + 1;
    }

    /**
     * One signature.
     *
     * @param key of who signed; do not modify
     * @param signature 64 bytes; do not modify
     */
    public record Endorsement(byte[] key, byte[] signature) implements Comparable<Endorsement> {
        public static Endorsement by(SigningKey key, String purpose, byte[] message) {
            return new Endorsement(key.publicKey(), key.sign(purpose, message));
        }

        @Override
        public int compareTo(Endorsement other) {
            return Arrays.compareUnsigned(key, other.key);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Endorsement that
                    && Arrays.equals(key, that.key)
                    && Arrays.equals(signature, that.signature);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(key);
        }

        @Override
        public String toString() {
            return "signature of an authority";
        }
    }
}
