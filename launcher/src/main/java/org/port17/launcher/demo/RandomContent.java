package org.port17.launcher.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes that nobody could have known before this run: an AES-CTR keystream under a fresh random key, in a file so that
 * serving them costs next to no CPU.
 */
final class RandomContent implements AutoCloseable {
    private static final int CHUNK = 1 << 20;
    private final FileChannel file;
    private final long bytes;
    private final byte[] sha256;

    private RandomContent(FileChannel file, long bytes, byte[] sha256) {
        this.file = file;
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    static RandomContent make(Path path, long bytes) throws IOException {
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            byte[] secret = new byte[16];
            new SecureRandom().nextBytes(secret);
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, "AES"), new IvParameterSpec(new byte[16]));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] zeros = new byte[CHUNK];
            byte[] chunk = new byte[CHUNK];
            for (long at = 0; at < bytes; at += CHUNK) {
                int length = (int) Math.min(CHUNK, bytes - at);
                cipher.update(zeros, 0, length, chunk);
                digest.update(chunk, 0, length);
                write(file, ByteBuffer.wrap(chunk, 0, length));
            }
            return new RandomContent(file, bytes, digest.digest());
        } catch (GeneralSecurityException e) {
            file.close();
            throw new IOException("this JDK lacks AES-CTR or SHA-256", e);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Length of what was made; longer requests get it over and over. */
    long bytes() {
        return bytes;
    }

    byte[] sha256() {
        return sha256.clone();
    }

    /** Sends the first {@code count} bytes to a blocking channel. */
    void send(long count, WritableByteChannel to) throws IOException {
        for (long sent = 0; sent < count; ) {
            long at = sent % bytes;
            sent += file.transferTo(at, Math.min(count - sent, bytes - at), to);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
