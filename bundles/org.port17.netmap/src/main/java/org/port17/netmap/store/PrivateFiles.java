package org.port17.netmap.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/**
 * Files of mode 0600 in directories of mode 0700. A write is seen whole or not at all, also after a crash. Where the
 * file system knows no POSIX modes they are left as they are.
 */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /**
     * Makes the directory with its parents if it is missing, and takes others' rights to it away.
     *
     * @throws Port17Exception CONFIG if it cannot be made or written to; {@code what} names it
     */
    public static void ownDirectory(Path directory, String what) throws Port17Exception {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            tighten(directory, DIRECTORY);
        } catch (IOException e) {
            throw unusable(what, e);
        }
        if (!Files.isWritable(directory)) {
            throw unusable(what, null);
        }
    }

    /** Makes the file's directory, mode 0700, if it is missing; one that exists stays as it is. */
    public static void directoryFor(Path file, String what) throws Port17Exception {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            ownDirectory(parent, what);
        }
    }

    /** Takes others' rights to the file away. @return whether others had any */
    public static boolean tighten(Path file) throws IOException {
        return tighten(file, FILE);
    }

    /** Replaces the file in one step. */
    public static void write(Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        Path fresh = fresh(target);
        try {
            fill(fresh, content);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Makes the file with this content unless it exists. @throws FileAlreadyExistsException if it does */
    public static void create(Path file, byte[] content) throws IOException {
        Path target = file.toAbsolutePath();
        Path fresh = fresh(target);
        try {
            fill(fresh, content);
            Files.createLink(target, fresh);
        } catch (UnsupportedOperationException e) {
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException("file");
            }
            Files.move(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Reads a whole file. @throws Port17Exception BAD_INPUT if it is longer than {@code max} */
    public static byte[] read(Path file, int max, String what) throws IOException, Port17Exception {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(max + 1);
            if (content.length > max) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, what + ": longer than any such file");
            }
            return content;
        }
    }

    private static Path fresh(Path target) throws IOException {
        // createTempFile gives mode 0600 wherever modes exist, so the content is never readable by others.
        return Files.createTempFile(target.getParent(), "." + target.getFileName(), ".new");
    }

    private static void fill(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static boolean tighten(Path path, Set<PosixFilePermission> wanted) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null || view.readAttributes().permissions().equals(wanted)) {
            return false;
        }
        boolean open = !wanted.containsAll(view.readAttributes().permissions());
        Files.setPosixFilePermissions(path, wanted);
        return open;
    }

    private static Port17Exception unusable(String what, IOException cause) {
        return new Port17Exception(
                ErrorKind.CONFIG,
                Retry.LATER,
                what + " cannot be made or written to: check its path and rights",
                cause);
    }
}
