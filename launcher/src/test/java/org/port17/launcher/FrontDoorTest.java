package org.port17.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code ./port17} finds a JDK, asked of its own functions. */
class FrontDoorTest {
    private static final Path SCRIPT = Path.of("..", "port17").toAbsolutePath().normalize();
    private static final String FIND = "find_jdk && printf '%s' \"$JAVA_HOME\"";

    @TempDir
    Path temp;

    private record Answer(int code, String text) {}

    /** Runs words of shell with the script's functions, a wrong JAVA_HOME and a wrong java first on the PATH. */
    private Answer bash(Path wrong, String words) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", "source \"$0\" help >/dev/null; " + words, SCRIPT.toString());
        builder.environment().put("JAVA_HOME", wrong.toString());
        builder.environment().merge("PATH", wrong.resolve("bin").toString(), (path, ours) -> ours + ":" + path);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Answer(process.exitValue(), text.strip());
    }

    private Path jdk(String version) throws IOException {
        Path home = Files.createDirectories(temp.resolve("jdk-" + version));
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (String tool : new String[] {"java", "javac"}) {
            Files.writeString(bin.resolve(tool), "#!/bin/sh\nexit 1\n");
            Files.setPosixFilePermissions(bin.resolve(tool), PosixFilePermissions.fromString("rwx------"));
        }
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    @Test
    void aWrongJavaHomeAndPathDoNotMatterWhereARightJdkIsInstalled() throws Exception {
        for (String version : new String[] {"1.8.0_392", "11.0.2", "16.0.1", "22", "25.0.1"}) {
            Path wrong = jdk(version);
            Answer answer = bash(wrong, "use_jdk '" + wrong + "'");
            assertNotEquals(0, answer.code, version + " is no JDK for Port17");
            // The JDK that runs this test stands for one that is installed where the script looks.
            answer = bash(wrong, "SDKMAN_DIR=" + installed() + "; " + FIND);
            assertEquals(0, answer.code, answer.text);
            assertNotEquals(wrong.toString(), answer.text);
        }
    }

    @Test
    void aRightJavaHomeIsTakenAsItIs() throws Exception {
        for (String version : new String[] {"17.0.9", "18", "21.0.1"}) {
            Path right = jdk(version);
            assertEquals(new Answer(0, right.toString()), bash(right, FIND));
        }
    }

    @Test
    void withoutAnyOneSentenceSaysWhatToInstall() throws Exception {
        Answer answer = bash(jdk("11.0.2"), "jdk_major() { echo 11; }; " + FIND);
        assertEquals(1, answer.code);
        assertEquals(1, answer.text.lines().count(), answer.text);
        assertTrue(answer.text.startsWith("port17: no JDK from 17 to 21 was found: install one"), answer.text);
    }

    /** A folder as SDKMAN has it, with the JDK of this test in it. */
    private Path installed() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("sdkman/candidates/java"));
        Path link = folder.resolve("this");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, Path.of(System.getProperty("java.home")));
        }
        return temp.resolve("sdkman");
    }
}
