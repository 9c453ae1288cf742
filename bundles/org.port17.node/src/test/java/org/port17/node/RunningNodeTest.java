package org.port17.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.Signatures;
import org.port17.plugins.PluginKind;

class RunningNodeTest {
    @TempDir
    Path directory;

    private final FakeSuite suite = new FakeSuite(0x0101, true);
    private final FakePlugins plugins = new FakePlugins(suite);

    @Test
    void identitySurvivesARestartAndPrekeysDoNot() throws Exception {
        NodeId id;
        try (RunningNode node = open()) {
            node.start();
            id = node.id();
            byte[] message = {1, 2, 3};
            byte[] prefixed = "P17/1 test\0".getBytes(StandardCharsets.US_ASCII);
            assertEquals(11, prefixed.length);
            assertTrue(Signatures.verify(id.bytes(), "test", message, node.sign("test", message)));
            assertFalse(Signatures.verify(id.bytes(), "node", message, node.sign("test", message)));
        }
        assertTrue(suite.made.stream().allMatch(p -> p.wiped));
        try (RunningNode node = open()) {
            node.start();
            assertEquals(id, node.id());
            assertEquals(4, suite.made.size());
        }
        Path key = directory.resolve("state/identity.key");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())));
    }

    @Test
    void corruptKeyIsAClearErrorAndStaysAsItIs() throws Exception {
        open().close();
        Path key = directory.resolve("state/identity.key");
        byte[] damaged = Files.readAllBytes(key);
        damaged[20] ^= 1;
        Files.write(key, damaged);
        Port17Exception e = assertThrows(Port17Exception.class, this::open);
        assertEquals(ErrorKind.CONFIG, e.kind());
        assertTrue(e.getMessage().contains("damaged"));
        assertArrayEquals(damaged, Files.readAllBytes(key));
    }

    @Test
    void theSecondKeySurvivesARestartAndIsKeptLikeTheFirst() throws Exception {
        open().close();
        Path key = directory.resolve("state/mldsa.key");
        byte[] made = Files.readAllBytes(key);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        open().close();
        assertArrayEquals(made, Files.readAllBytes(key));
        made[20] ^= 1;
        Files.write(key, made);
        Port17Exception e = assertThrows(Port17Exception.class, this::open);
        assertEquals(ErrorKind.CONFIG, e.kind());
        assertTrue(e.getMessage().contains("ML-DSA key is damaged"));
    }

    @Test
    void directoryThatCannotBeMadeIsAClearError() throws Exception {
        Files.createFile(directory.resolve("state"));
        Port17Exception e = assertThrows(Port17Exception.class, this::open);
        assertEquals(ErrorKind.CONFIG, e.kind());
        assertTrue(e.getMessage().contains("state directory"));
    }

    @Test
    void drainingSuiteIsLetGoAfterAFarewell() throws Exception {
        try (RunningNode node = open()) {
            node.start();
            CompletableFuture<Void> done = plugins.listeners
                    .get(0)
                    .draining(PluginKind.SUITE, "FAKE_257", suite)
                    .toCompletableFuture();
            done.get(10, TimeUnit.SECONDS);
        }
        assertTrue(plugins.listeners.isEmpty());
    }

    @Test
    void numbersGrowEvenIfTheClockGoesBack() throws Exception {
        Path file = directory.resolve("sequence");
        long first = new Sequence(file, at(5_000)).next();
        long second = new Sequence(file, at(1_000)).next();
        assertEquals(5_000, first);
        assertEquals(5_001, second);
        Files.writeString(file, "nonsense");
        assertEquals(9_000, new Sequence(file, at(9_000)).next());
    }

    @Test
    void aNumberFromAClockThatWasDaysAheadDoesNotKeepTheNodeOutOfTheMap() throws Exception {
        long hour = 3_600_000;
        long now = 500 * hour;
        Path file = directory.resolve("sequence");
        assertEquals(now + 72 * hour, new Sequence(file, at(now + 72 * hour)).next());
        Sequence corrected = new Sequence(file, at(now));
        long first = corrected.next();
        assertTrue(first > now && first < now + hour, "an authority takes what is dated an hour ahead");
        assertEquals(now + hour, new Sequence(file, at(now + hour)).next(), "and the clock leads again");
    }

    private RunningNode open() throws Port17Exception {
        NodeSettings settings = new NodeSettings(
                "ada", "Ada", "DE", 64_496, directory.resolve("state"), List.of(), Optional.empty(), 1_000);
        return RunningNode.open(settings, plugins, NodeClock.system());
    }

    private static InstantSource at(long millis) {
        return InstantSource.fixed(Instant.ofEpochMilli(millis));
    }
}
