package org.port17.route.near;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.port17.api.Port17Exception;
import org.port17.route.kit.GuardFile;
import org.port17.route.kit.Guards;
import org.port17.route.kit.Prf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the guards. Written whole or not at all. A damaged one is set aside under a name that ends in
 * {@code .corrupt} and a warning says that entries are new: who can make a client lose its entries can make it draw others.
 */
final class GuardStore {
    private static final Logger LOG = LoggerFactory.getLogger(GuardStore.class);
    private final Path file;

    GuardStore(Path file) {
        this.file = file.toAbsolutePath();
    }

    Guards read() {
        try (InputStream in = Files.newInputStream(file)) {
            return GuardFile.read(in.readNBytes(GuardFile.MOST_BYTES + 1));
        } catch (NoSuchFileException e) {
            return fresh(); // the first start
        } catch (Port17Exception e) {
            setAside();
            LOG.warn(
                    "{}; it was set aside with the ending .corrupt. This client draws new entries and new exits; if"
                            + " you have a copy of the file, put it back and restart",
                    e.getMessage());
            return fresh();
        } catch (IOException e) {
            LOG.warn("the file of guards cannot be read, so this client draws new entries for this run; check its"
                    + " rights");
            return fresh();
        }
    }

    private static Guards fresh() {
        byte[] salt = new byte[Prf.SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new Guards(salt);
    }

    private void setAside() {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".corrupt"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the damaged file of guards could not be set aside");
        }
    }

    void write(byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            // Mode 0600 wherever modes exist.
            Path next = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new");
            try {
                try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                    ByteBuffer buffer = ByteBuffer.wrap(content);
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                    channel.force(true);
                }
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            LOG.warn("the file of guards could not be written; entries may be drawn anew after a restart");
        }
    }
}
