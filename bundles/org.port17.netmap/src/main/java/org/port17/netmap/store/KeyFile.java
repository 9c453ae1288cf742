package org.port17.netmap.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.MlDsaKey;
import org.port17.netmap.format.SigningKey;

/**
 * A key pair in a file of 69 bytes: four letters, version 1, the 32 secret bytes, 32 public bytes that make damage
 * visible. {@code "P17I"}: Ed25519, the public half. {@code "P17D"}: ML-DSA-65, the SHA-256 of the public half. An
 * existing file is never overwritten.
 *
 * @param key the pair
 * @param made whether this call made it
 * @param wasOpen whether others could read the file before its mode was corrected
 */
public record KeyFile<K>(K key, boolean made, boolean wasOpen) {
    private static final Form<SigningKey> ED25519 =
            new Form<>("P17I", SigningKey::of, SigningKey::publicKey, SigningKey::close);
    private static final Form<MlDsaKey> ML_DSA =
            new Form<>("P17D", MlDsaKey::of, key -> HexFormat.of().parseHex(key.digest()), MlDsaKey::close);
    private static final int HEADER = 5;
    private static final int HALF = 32;
    private static final int BYTES = HEADER + 2 * HALF;

    private record Form<K>(String magic, Function<byte[], K> ofSeed, Function<K, byte[]> check, Wipe<K> wipe) {
        byte[] header() {
            return (magic + "\u0001").getBytes(StandardCharsets.US_ASCII);
        }
    }

    private interface Wipe<K> {
        void close(K key);
    }

    /**
     * Loads an Ed25519 key, or makes it if there is no file.
     *
     * @param what names the key for messages, such as "the node's identity key"
     * @throws Port17Exception CONFIG if the file is damaged, or cannot be read or made
     */
    public static KeyFile<SigningKey> open(Path file, String what) throws Port17Exception {
        return open(file, what, ED25519);
    }

    /** The same with an ML-DSA-65 key. */
    public static KeyFile<MlDsaKey> openMlDsa(Path file, String what) throws Port17Exception {
        return open(file, what, ML_DSA);
    }

    private static <K> KeyFile<K> open(Path file, String what, Form<K> form) throws Port17Exception {
        try {
            if (!Files.exists(file)) {
                KeyFile<K> made = make(file, form);
                if (made != null) {
                    return made;
                }
            }
            boolean wasOpen = PrivateFiles.tighten(file);
            return new KeyFile<>(parse(PrivateFiles.read(file, 1 << 16, what), what, form), false, wasOpen);
        } catch (IOException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.LATER, what + " cannot be read or made: check the file's rights", e);
        }
    }

    private static <K> KeyFile<K> make(Path file, Form<K> form) throws IOException {
        byte[] seed = new byte[HALF];
        new SecureRandom().nextBytes(seed);
        K key = form.ofSeed().apply(seed);
        byte[] content = Arrays.copyOf(form.header(), BYTES);
        try {
            System.arraycopy(seed, 0, content, HEADER, HALF);
            System.arraycopy(form.check().apply(key), 0, content, HEADER + HALF, HALF);
            PrivateFiles.create(file, content);
            return new KeyFile<>(key, true, false);
        } catch (FileAlreadyExistsException e) {
            // Another process made it meanwhile: that one counts.
            form.wipe().close(key);
            return null;
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(content, (byte) 0);
        }
    }

    private static <K> K parse(byte[] content, String what, Form<K> form) throws Port17Exception {
        byte[] seed = new byte[0];
        try {
            if (content.length == BYTES && Arrays.equals(content, 0, HEADER, form.header(), 0, HEADER)) {
                seed = Arrays.copyOfRange(content, HEADER, HEADER + HALF);
                K key = form.ofSeed().apply(seed);
                byte[] stored = Arrays.copyOfRange(content, HEADER + HALF, BYTES);
                if (MessageDigest.isEqual(form.check().apply(key), stored)) {
                    return key;
                }
                form.wipe().close(key);
            }
            throw new Port17Exception(
                    ErrorKind.CONFIG,
                    what + " is damaged: restore the file from a copy, or remove it to start with a new key");
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(content, (byte) 0);
        }
    }
}
