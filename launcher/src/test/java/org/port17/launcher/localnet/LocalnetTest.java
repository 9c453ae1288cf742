package org.port17.launcher.localnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.cli.Progress;

/** What the folder of a network goes through, with harmless processes in place of nodes. */
class LocalnetTest {
    @TempDir
    Path temp;

    private final Progress progress = new Progress(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), System.currentTimeMillis());

    private Localnet localnet(Path dir) {
        return new Localnet(dir, progress);
    }

    private static NetRequest request(Path dir) {
        return new NetRequest(dir, 3, Optional.empty(), Optional.empty(), List.of(), "tcp", false);
    }

    private static Instance node() {
        return new Instance(
                "n1", List.of(Instance.RELAY), "alder", "DE", 64_496, true, Instance.LOCAL, new InstancePorts(1, 2, 3));
    }

    private static void record(NetLayout layout, ProcessRef process) throws Exception {
        Files.createDirectories(layout.instance("n1"));
        Files.writeString(layout.instance("n1").resolve("file"), "x");
        new NetRecord(
                        "127.0.0.1:1",
                        "127.0.0.1:2",
                        "http://127.0.0.1:3",
                        List.of(new NetRecord.Member(node(), process)))
                .write(layout);
    }

    @Test
    void theRecordSurvivesTheDisk() throws Exception {
        Localnet localnet = localnet(temp.resolve("net with blank"));
        Files.createDirectories(localnet.layout().dir());
        record(localnet.layout(), new ProcessRef(42, "4711"));
        NetRecord read = localnet.find();
        assertEquals(List.of(new NetRecord.Member(node(), new ProcessRef(42, "4711"))), read.members());
        assertEquals("127.0.0.1:1", read.socks());
    }

    @Test
    void aDamagedRecordIsReportedNotTrusted() throws Exception {
        Localnet localnet = localnet(temp);
        for (String text :
                List.of("", "{}", "[]", "{\"format\":2}", "{\"format\":1,\"members\":[7]}", "{\"format\":1}")) {
            Files.writeString(localnet.layout().record(), text);
            LaunchException e = assertThrows(LaunchException.class, localnet::find);
            assertTrue(e.getMessage().contains("localnet.json"), text);
        }
    }

    @Test
    void downEndsProcessesAndRemovesOnlyItsOwnFiles() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            Localnet localnet = localnet(temp.resolve("net"));
            Files.createDirectories(localnet.layout().dir());
            record(localnet.layout(), ProcessRef.of(process.pid()));
            Path mine = Files.writeString(localnet.layout().dir().resolve("mine"), "keep");
            localnet.down();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(List.of(mine), Files.list(localnet.layout().dir()).toList());
            LaunchException e = assertThrows(LaunchException.class, localnet::down);
            assertTrue(e.getMessage().contains("no network"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void upRefusesAFolderWhoseNetworkRuns() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            Localnet localnet = localnet(temp);
            record(localnet.layout(), ProcessRef.of(process.pid()));
            LaunchException e = assertThrows(
                    LaunchException.class, () -> localnet.up(request(temp), new Distribution(temp.resolve("none"))));
            assertTrue(e.getMessage().contains("runs in"));
            assertTrue(process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void upClearsWhatAnEndedNetworkLeft() throws Exception {
        Localnet localnet = localnet(temp);
        record(localnet.layout(), new ProcessRef(ProcessHandle.current().pid(), "another start"));
        LaunchException e = assertThrows(
                LaunchException.class, () -> localnet.up(request(temp), new Distribution(temp.resolve("none"))));
        assertFalse(Files.exists(temp.resolve("n1/file")));
        assertFalse(e.getMessage().contains("runs in"));
    }

    @Test
    void upRefusesAFolderOfOtherThings() throws Exception {
        Files.writeString(temp.resolve("thesis.tex"), "years of work");
        LaunchException e = assertThrows(
                LaunchException.class, () -> localnet(temp).up(request(temp), new Distribution(temp.resolve("none"))));
        assertTrue(e.getMessage().contains("other files"));
        assertTrue(Files.exists(temp.resolve("thesis.tex")));
    }

    @Test
    void upSaysWhichFolderCannotBeMade() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "x");
        Path dir = file.resolve("net");
        LaunchException e =
                assertThrows(LaunchException.class, () -> localnet(dir).up(request(dir), new Distribution(temp)));
        assertTrue(e.getMessage().contains("--dir"), e.getMessage());
    }

    @Test
    void keysAreForTheirOwnerOnlyAndCanBeReadBack() throws Exception {
        var pair = ConsoleKeys.make(temp.resolve("admin"), "test");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("admin"))));
        assertArrayEquals(
                pair.getPublic().getEncoded(),
                ConsoleKeys.load(temp.resolve("admin")).getPublic().getEncoded());
        assertEquals(ConsoleKeys.encoded(pair.getPublic()), ConsoleKeys.encoded(temp.resolve("admin")));
    }
}
