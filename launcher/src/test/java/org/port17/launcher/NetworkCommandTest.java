package org.port17.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.NodeId;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.OwnerCertificate;

class NetworkCommandTest {
    private static final String NODE = "ab".repeat(32);

    @TempDir
    Path temp;

    private record Ended(int code, String output, String errors) {}

    @Test
    void foundedNetworkIsSignedByItsAuthoritiesAndKeepsItsSecrets() throws Exception {
        Ended init = found("--owner", "Ada L.", "--owner", "Bob", "--bootstrap", "4", "--local-addresses");
        assertEquals(0, init.code, init.errors);
        NetworkFile file = NetworkFile.parse(Files.readAllBytes(folder().resolve("network.port17")));
        assertEquals("testnet", file.name());
        assertEquals(2, file.quorum().needed());
        assertEquals(3, file.sources().size());
        assertTrue(file.ownersCertified());
        assertTrue(init.output.contains(file.fingerprint()));
        for (int i = 0; i < 3; i++) {
            Path authority = folder().resolve("authority-" + (i + 1));
            assertEquals(
                    file.quorum().keys().get(i),
                    Files.readString(authority.resolve("state/authority.pub")).strip());
            assertPrivate(authority.resolve("state/authority.key"));
            List<String> cfg = Files.readAllLines(authority.resolve("etc/org.port17.authority.cfg"));
            assertTrue(cfg.contains("network.file = ${karaf.etc}/network.port17"), cfg.toString());
            assertTrue(cfg.contains("port = 701" + (7 + i)), cfg.toString());
            assertTrue(cfg.contains("bootstrap.owners = 4"), cfg.toString());
            assertTrue(cfg.contains("addresses.local = true"), cfg.toString());
            assertTrue(cfg.contains("measure.hours = 0"), cfg.toString());
            assertTrue(cfg.stream().anyMatch(l -> l.matches("owner.keys = Ada L.:[0-9a-f]{64},Bob:[0-9a-f]{64}")));
        }
        assertPrivate(folder().resolve("owners/ada-l-.key"));
        assertPrivate(folder().resolve("owners/bob.key"));
        assertEquals(1, found().code, "a founded network is not overwritten");
    }

    @Test
    void clientAndNodeJoin() throws Exception {
        found("--owner", "Bob");
        Path etc = Files.createDirectory(temp.resolve("etc"));
        Files.writeString(etc.resolve("org.port17.netmap.cfg"), "# mine\npoll.seconds = 7\nnetwork = old\n");
        Path certificate = temp.resolve("bob.certificate");
        Ended owner = run(
                "network",
                "owner",
                folder() + "/owners/bob.key",
                "--owner",
                "Bob",
                "--node",
                NODE,
                "--out",
                certificate.toString());
        assertEquals(0, owner.code, owner.errors);
        OwnerCertificate.parse(Files.readAllBytes(certificate), "Bob", NodeId.parse(NODE));
        Ended join = run(
                "network",
                "join",
                file(),
                "--etc",
                etc.toString(),
                "--node",
                "bob-1",
                "--owner",
                "Bob",
                "--certificate",
                certificate.toString());
        assertEquals(0, join.code, join.errors);
        assertEquals(
                List.of("# mine", "poll.seconds = 7", "network = ${karaf.etc}/network.port17"),
                Files.readAllLines(etc.resolve("org.port17.netmap.cfg")));
        List<String> node = Files.readAllLines(etc.resolve("org.port17.node.cfg"));
        assertTrue(node.contains("owner.certificate = ${karaf.etc}/owner.certificate"), node.toString());
        assertTrue(Files.exists(etc.resolve("network.port17")));
        Ended other = run("network", "join", file(), "--etc", etc.toString(), "--fingerprint", "0000");
        assertEquals(1, other.code);
    }

    @Test
    void alteredFileIsNotJoined() throws Exception {
        found();
        String text = Files.readString(Path.of(file())).replace("192.0.2.1", "192.0.2.9");
        Files.writeString(Path.of(file()), text);
        Path etc = Files.createDirectory(temp.resolve("etc"));
        assertEquals(1, run("network", "join", file(), "--etc", etc.toString()).code);
        assertFalse(Files.exists(etc.resolve("network.port17")));
    }

    @Test
    void whatOneBadKeyCanDoIsSaid() {
        String three = found().output;
        assertTrue(three.contains("signatures   2 of 3"), three);
        assertTrue(
                three.contains(
                        "one bad key  can sign two maps of one number, with one honest authority each, and cannot stop"
                                + " new maps; 3 of 4 authorities would survive it"),
                three);
        List<String> command =
                new ArrayList<>(List.of("network", "init", temp.resolve("four").toString(), "--name", "n"));
        for (int i = 1; i <= 4; i++) {
            command.addAll(List.of("--authority", "http://192.0.2." + i + ":7017"));
        }
        String four = run(command.toArray(new String[0])).output;
        assertTrue(four.contains("signatures   3 of 4"), four);
        assertTrue(four.contains("one bad key  cannot sign two maps of one number, and cannot stop new maps\n"), four);
    }

    /** Else whoever certifies a node with that name first is trusted with everybody's plaintext. */
    @Test
    void ownersWithoutAPinnedKeyAreNotTrusted() throws Exception {
        found("--owner", "Bob");
        Ended refused = run("network", "trust", folder().toString(), "add", "Bobby");
        assertEquals(1, refused.code);
        assertTrue(refused.errors.contains("owner.keys"), refused.errors);
        assertEquals("", run("network", "trust", folder().toString()).output);
        assertEquals(0, run("network", "trust", folder().toString(), "add", "Bob").code);
    }

    @Test
    void trustListIsTheSameForAllAuthorities() throws Exception {
        found("--owner", "Bob");
        assertEquals("", run("network", "trust", folder().toString()).output);
        run("network", "trust", folder().toString(), "add", NODE);
        Ended listed = run("network", "trust", folder().toString(), "add", "Bob");
        assertEquals("node " + NODE + "\nowner Bob\n", listed.output);
        for (int i = 1; i <= 3; i++) {
            List<String> cfg =
                    Files.readAllLines(folder().resolve("authority-" + i).resolve("etc/org.port17.authority.cfg"));
            assertTrue(cfg.contains("trusted = " + NODE) && cfg.contains("trusted.owners = Bob"), cfg.toString());
        }
        assertEquals("owner Bob\n", run("network", "trust", folder().toString(), "remove", NODE).output);
    }

    @Test
    void wrongCommandLinesSayWhatIsWrong() {
        assertEquals(2, run("network").code);
        assertEquals(2, run("network", "found", "x").code);
        assertEquals(2, run("network", "init", folder().toString(), "--name", "x").code);
        assertEquals(2, found("--quorum", "4").code);
        assertEquals(1, found("--quorum", "1").code, "not more than half");
        assertEquals(2, run("network", "init", folder().toString(), "--name", "No", "--authority", "http://a").code);
        assertEquals(2, run("network", "init", folder().toString(), "--name", "n", "--authority", "ftp://a").code);
        assertEquals(1, run("network", "show", temp.resolve("nothing").toString()).code);
        assertEquals(1, run("network", "trust", temp.toString()).code);
    }

    private Ended found(String... more) {
        List<String> command = new ArrayList<>(List.of("network", "init", folder().toString(), "--name", "testnet"));
        for (int i = 1; i <= 3; i++) {
            command.addAll(List.of("--authority", "http://192.0.2." + i + ":701" + (6 + i)));
        }
        command.addAll(List.of(more));
        return run(command.toArray(new String[0]));
    }

    private Path folder() {
        return temp.resolve("net");
    }

    private String file() {
        return folder().resolve("network.port17").toString();
    }

    private static void assertPrivate(Path file) throws Exception {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file.toString());
    }

    private static Ended run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            int code = Main.run(List.of(arguments));
            return new Ended(code, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
