package org.port17.launcher.localnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.port17.launcher.cli.LaunchException;

/** Folders and files that others cannot read; copying and removing whole trees. */
public final class PrivateFolder {
    private PrivateFolder() {}

    /** Makes the folder and its parents where missing; the folder itself is open to its owner only. */
    static void create(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** @throws LaunchException if somebody else owns the folder: what lies in it names processes to end and files to remove */
    static void requireOwn(Path folder) throws LaunchException {
        try {
            Path probe = Files.createTempFile("port17-", ".owner");
            boolean own;
            try {
                own = Files.getOwner(probe).equals(Files.getOwner(folder));
            } finally {
                Files.delete(probe);
            }
            if (!own) {
                throw LaunchException.failed(folder + " belongs to another user: choose another folder with --dir");
            }
        } catch (IOException e) {
            throw LaunchException.failed(
                    "the owner of " + folder + " cannot be found out: choose another folder with --dir", e);
        }
    }

    /** Makes an empty file that only its owner may read; it must not exist. */
    static void createFile(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Copies a tree; a file that exists is an error. Symbolic links stay what they are. */
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Removes a tree if it is there. Never follows a symbolic link out of it. */
    public static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether there is nothing in the folder. */
    static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
