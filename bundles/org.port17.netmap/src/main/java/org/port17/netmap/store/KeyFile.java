package org.port17.netmap.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.SigningKey;

/**
 * An Ed25519 key pair in a file of 69 bytes: {@code "P17I"}, version 1, the 32 secret bytes, the 32 public bytes. The
 * public half makes damage visible. An existing file is never overwritten.
 *
 * @param key the pair
 * @param made whether this call made it
 * @param wasOpen whether others could read the file before its mode was corrected
 */
public record KeyFile(SigningKey key, boolean made, boolean wasOpen) {
    private static final byte[] MAGIC = "P17I\u0001".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES = MAGIC.length + 64;

    /**
     * Loads the key, or makes it if there is no file.
     *
     * @param what names the key for messages, such as "the node's identity key"
     * @throws Port17Exception CONFIG if the file is damaged, or cannot be read or made
     */
    public static KeyFile open(Path file, String what) throws Port17Exception {
        try {
            if (!Files.exists(file)) {
                KeyFile made = make(file);
                if (made != null) {
                    return made;
                }
            }
            boolean wasOpen = PrivateFiles.tighten(file);
            return new KeyFile(parse(PrivateFiles.read(file, 1 << 16, what), what), false, wasOpen);
        } catch (IOException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.LATER, what + " cannot be read or made: check the file's rights", e);
        }
    }

    private static KeyFile make(Path file) throws IOException {
        SigningKey key = SigningKey.generate(new SecureRandom());
        byte[] content = Arrays.copyOf(MAGIC, BYTES);
        byte[] seed = key.seed();
        try {
            System.arraycopy(seed, 0, content, MAGIC.length, 32);
            System.arraycopy(key.publicKey(), 0, content, MAGIC.length + 32, 32);
            PrivateFiles.create(file, content);
            return new KeyFile(key, true, false);
        } catch (FileAlreadyExistsException e) {
            // Another process made it meanwhile: that one counts.
            key.close();
            return null;
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(content, (byte) 0);
        }
    }

    private static SigningKey parse(byte[] content, String what) throws Port17Exception {
        byte[] seed = new byte[0];
        try {
            if (content.length == BYTES && Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                seed = Arrays.copyOfRange(content, MAGIC.length, MAGIC.length + 32);
                SigningKey key = SigningKey.of(seed);
                byte[] stored = Arrays.copyOfRange(content, MAGIC.length + 32, BYTES);
                if (MessageDigest.isEqual(key.publicKey(), stored)) {
                    return key;
                }
                key.close();
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
