package org.port17.netmap.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MlDsaKey;
import org.port17.netmap.format.SigningKey;

class KeyFileTest {
    @TempDir
    Path directory;

    @Test
    void keyIsMadeOnceAndOthersCannotReadIt() throws Exception {
        Path file = directory.resolve("a.key");
        KeyFile<SigningKey> made = KeyFile.open(file, "a key");
        assertTrue(made.made());
        assertEquals("rw-------", mode(file));
        KeyFile<SigningKey> loaded = KeyFile.open(file, "a key");
        assertFalse(loaded.made() || loaded.wasOpen());
        assertArrayEquals(made.key().publicKey(), loaded.key().publicKey());
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count(), "no temporary file stays");
        }
    }

    @Test
    void theSecondKeyIsKeptLikeTheFirst() throws Exception {
        Path file = directory.resolve("b.key");
        KeyFile<MlDsaKey> made = KeyFile.openMlDsa(file, "a key");
        assertEquals("rw-------", mode(file));
        assertEquals(made.key().digest(), KeyFile.openMlDsa(file, "a key").key().digest());
        byte[] good = Files.readAllBytes(file);
        refused(file, good);
        for (int at : new int[] {0, 4, 5, 36, 37, 68}) {
            byte[] flipped = good.clone();
            flipped[at] ^= 4;
            Files.write(file, flipped);
            assertThrows(Port17Exception.class, () -> KeyFile.openMlDsa(file, "a key"));
        }
    }

    @Test
    void openModeIsCorrectedAndReported() throws Exception {
        Path file = directory.resolve("a.key");
        KeyFile.open(file, "a key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(KeyFile.open(file, "a key").wasOpen());
        assertEquals("rw-------", mode(file));
    }

    @Test
    void damagedFileIsRefusedAndNeverOverwritten() throws Exception {
        Path file = directory.resolve("a.key");
        KeyFile.open(file, "a key");
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= 4;
            refused(file, flipped);
            refused(file, Arrays.copyOf(good, i));
        }
        refused(file, Arrays.copyOf(good, good.length + 1));
    }

    @Test
    void directoryThatCannotBeMadeIsAClearError() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Port17Exception e = assertThrows(
                Port17Exception.class, () -> PrivateFiles.ownDirectory(file.resolve("below"), "the state directory"));
        assertEquals(ErrorKind.CONFIG, e.kind());
        assertTrue(e.getMessage().startsWith("the state directory"));
    }

    @Test
    void directoryIsClosedToOthers() throws Exception {
        Path made = directory.resolve("x").resolve("y");
        PrivateFiles.ownDirectory(made, "it");
        assertEquals("rwx------", mode(made));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        PrivateFiles.ownDirectory(made, "it");
        assertEquals("rwx------", mode(made));
    }

    private static void refused(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        Port17Exception e = assertThrows(Port17Exception.class, () -> KeyFile.open(file, "a key"));
        assertEquals(ErrorKind.CONFIG, e.kind());
        assertArrayEquals(content, Files.readAllBytes(file));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
