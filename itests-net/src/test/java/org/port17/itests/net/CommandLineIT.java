package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.port17.launcher.Main;

/** What cannot work ends at once, with a code and one sentence that says what to do. */
@ExtendWith(OneNet.class)
class CommandLineIT {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Net net;

    @TempDir
    Path folder;

    CommandLineIT(Net net) {
        this.net = net;
    }

    @Test
    void aTakenPortIsNamedAndNothingStarts() throws Exception {
        String socks = "127.0.0.1:" + net.socks().getPort();
        Path dir = folder.resolve("net");
        Program.Result result = port17("localnet", "up", "--dir", dir.toString(), "--socks", socks);
        assertSentence(FAILED, "port " + net.socks().getPort() + " cannot be opened", result);
        assertTrue(result.text().contains("--socks"), result.text());
        assertFalse(Files.exists(dir.resolve("n1")));
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        // Not even root can make a folder there.
        assertSentence(FAILED, "/proc/port17", port17("localnet", "up", "--dir", "/proc/port17"));
        Path file = Files.createFile(folder.resolve("file"));
        assertSentence(FAILED, file.toString(), port17("localnet", "up", "--dir", file.toString()));
    }

    @Test
    void aFolderThatRunsANetworkIsLeftAlone() throws Exception {
        Path dir = net.layout().dir();
        assertSentence(FAILED, "runs in " + dir + " already", port17("localnet", "up", "--dir", dir.toString()));
        assertEquals(Boolean.TRUE, net.object(Net.CLIENT, "status").get("ready"));
    }

    @Test
    void wrongCommandLinesAreExplained() throws Exception {
        assertSentence(USAGE, "unknown option --nods", port17("localnet", "up", "--nods", "6"));
        assertSentence(USAGE, "--dir DIR is missing", port17("localnet", "up"));
        assertSentence(USAGE, "--nodes takes a whole number", port17("localnet", "up", "--dir", "x", "--nodes", "2"));
        assertSentence(USAGE, "--allow takes host:port", port17("localnet", "up", "--dir", "x", "--allow", "10.0.0.1"));
        assertSentence(USAGE, "unknown command nosuch", port17("nosuch"));
    }

    private static void assertSentence(int code, String part, Program.Result result) {
        assertEquals(code, result.code(), result.text());
        List<String> lines = result.text()
                .lines()
                .filter(line -> line.startsWith("port17: "))
                .toList();
        assertEquals(1, lines.size(), result.text());
        assertTrue(lines.get(0).contains(part), result.text());
        assertFalse(result.text().contains("\tat "), result.text());
    }

    /** As the script starts it, without the script's own check for a build. */
    private Program.Result port17(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dport17.distribution=" + System.getProperty("port17.distribution"));
        command.add("-Dport17.cwd=" + folder);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return Program.run(folder, command.toArray(String[]::new));
    }
}
