package org.port17.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.spi.trust.TrustControl;
import org.port17.spi.trust.Trusted;

class TrustServiceTest {
    private static final String ADA = "a".repeat(64);
    private static final String EVE = "e".repeat(64);
    private static final Trusted OWNER = new Trusted(Trusted.Kind.OWNER, ADA, "Ada L.");

    @TempDir
    Path folder;

    @Test
    void trustSurvivesARestartAndItsEndToo() throws Exception {
        Trusted node = new Trusted(Trusted.Kind.NODE, id(1).toString(), "n1");
        TrustService first = new TrustService(file());
        AtomicInteger told = new AtomicInteger();
        try (AutoCloseable listening = first.onChange(told::incrementAndGet)) {
            assertTrue(first.add(OWNER));
            assertTrue(first.add(node));
            assertFalse(first.add(new Trusted(Trusted.Kind.OWNER, ADA, "another name")));
            assertEquals(2, told.get());
        }
        TrustService second = new TrustService(file());
        assertEquals(List.of(OWNER, node), second.all());
        assertEquals(OWNER, second.reason(node(2, ADA)).orElseThrow());
        assertEquals(node, second.reason(node(1, "")).orElseThrow());
        assertTrue(second.remove(Trusted.Kind.OWNER, ADA));
        assertFalse(second.remove(Trusted.Kind.OWNER, ADA));
        assertFalse(second.remove(Trusted.Kind.OWNER, node.key()), "a node is no owner");
        assertEquals(List.of(node), new TrustService(file()).all());
        assertEquals(2, told.get());
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file()), left.toList(), "nothing half written is left");
        }
    }

    @Test
    void aNameOrAnotherKindOfKeyEarnsNothing() throws Exception {
        TrustService trust = new TrustService(file());
        trust.add(OWNER);
        assertTrue(trust.reason(node(2, EVE)).isEmpty());
        assertTrue(trust.reason(node(2, "")).isEmpty());
        trust.add(new Trusted(Trusted.Kind.NODE, EVE, "n"));
        assertTrue(trust.reason(node(2, EVE)).isEmpty(), "an owner with a trusted node's key is no trusted owner");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "port17-trust 2\n",
                "port17-trust 1\nnode\n",
                "port17-trust 1\ncity KEY n\n",
                "port17-trust 1\nnode KEY\n",
                "port17-trust 1\nNODE KEY n\n",
                "port17-trust 1\nnode KEYa n\n",
                "port17-trust 1\nnode KEY  n\n",
                "port17-trust 1\nnode KEY n\u0007\n",
                "port17-trust 1\nnode KEY n\n\n",
                "port17-trust 1\nnode KEY n\nnode KEY m\n",
                "port17-trust 1\nnode KEY \u00e9\n"
            })
    void aDamagedFileTrustsNobodyAndIsLeftAsItIs(String text) throws Exception {
        byte[] damaged = text.replace("KEY", ADA).getBytes(StandardCharsets.UTF_8);
        Files.write(file(), damaged);
        TrustService trust = new TrustService(file());
        assertEquals(List.of(), trust.all());
        assertTrue(trust.reason(node(1, ADA)).isEmpty());
        Port17Exception e = assertThrows(Port17Exception.class, () -> trust.add(OWNER));
        assertEquals(ErrorKind.BAD_INPUT, e.kind());
        assertFalse(e.getMessage().contains(ADA));
        assertThrows(Port17Exception.class, () -> trust.remove(Trusted.Kind.OWNER, ADA));
        org.junit.jupiter.api.Assertions.assertArrayEquals(damaged, Files.readAllBytes(file()));
    }

    @Test
    void randomFilesAreReadOrRefused() throws Exception {
        Random random = new Random(17);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = ("port17-trust 1\nnode " + ADA + " n1\nowner " + EVE + " Bob\n")
                    .getBytes(StandardCharsets.US_ASCII);
            for (int change = random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file(), bytes);
            for (Trusted trusted : new TrustService(file()).all()) {
                assertEquals(64, trusted.key().length());
            }
        }
    }

    @Test
    void theListIsBounded() throws Exception {
        StringBuilder text = new StringBuilder("port17-trust 1\n");
        for (int i = 0; i < TrustControl.MOST; i++) {
            text.append("node ")
                    .append(String.format("%064x", i))
                    .append(" n")
                    .append(i)
                    .append('\n');
        }
        Files.writeString(file(), text);
        TrustService trust = new TrustService(file());
        assertEquals(TrustControl.MOST, trust.all().size());
        assertEquals(
                ErrorKind.OVERLOADED,
                assertThrows(Port17Exception.class, () -> trust.add(OWNER)).kind());
        Files.writeString(file(), text + "owner " + ADA + " Ada\n");
        assertEquals(List.of(), new TrustService(file()).all());
        Files.write(file(), new byte[1 << 20]);
        assertEquals(List.of(), new TrustService(file()).all());
    }

    @Test
    void whereNothingCanBeWrittenNothingChanges() throws Exception {
        Path blocked = folder.resolve("occupied");
        Files.writeString(blocked, "a file where a folder should be");
        TrustService trust = new TrustService(blocked.resolve("trust"));
        assertThrows(Port17Exception.class, () -> trust.add(OWNER));
        assertEquals(List.of(), trust.all());
    }

    @Test
    void theFileStandsWhereThePlatformKeepsItsData() throws Exception {
        assertEquals(Path.of("d", "port17", "trust"), TrustService.place("", "d"));
        assertEquals(Path.of("f"), TrustService.place(" f ", null));
        for (String file : new String[] {"", "a\0b"}) {
            assertEquals(
                    ErrorKind.CONFIG,
                    assertThrows(Port17Exception.class, () -> TrustService.place(file, null))
                            .kind());
        }
    }

    private Path file() throws IOException {
        return folder.resolve("trust");
    }

    private static NodeId id(int number) {
        byte[] key = new byte[NodeId.BYTES];
        key[0] = (byte) number;
        return NodeId.of(key, 0);
    }

    private static Node node(int number, String ownerKey) {
        return new Node(
                id(number), "n" + number, "Ada L.", "CH", 0, true, false, List.of(), List.of(), "", 0, 0, ownerKey);
    }
}
