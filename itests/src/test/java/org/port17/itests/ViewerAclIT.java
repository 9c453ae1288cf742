package org.port17.itests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A viewer of the console can look and change nothing, however he asks. */
class ViewerAclIT {
    private static KarafProcess karaf;
    private static Console viewer;
    private static Console admin;

    @BeforeAll
    static void boot() throws IOException {
        karaf = KarafProcess.port17("acl", "port17-core", Map.of());
        viewer = karaf.console("viewer");
        admin = karaf.console("admin");
    }

    @AfterAll
    static void stop() {
        viewer.close();
        admin.close();
        karaf.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "echo seen"})
    void mayUseWhatOnlyFormatsText(String command) throws IOException {
        assertTrue(viewer.run(command).ok());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "feature:list",
                "feature:install port17-exit",
                "feature:uninstall port17-shell",
                "feature:repo-add mvn:a/b/1/xml/features",
                "bundle:list",
                "bundle:stop org.port17.link",
                "bundle:install mvn:a/b/1",
                "config:list",
                "config:property-set -p org.port17.plugins route x",
                "cm:listConfigurations",
                "system:property a b",
                "system:shutdown -f",
                "jaas:realm-list",
                "log:set DEBUG",
                "log:display",
                "log:clear",
                "service:list",
                "scr:disable org.port17.netty",
                "event:send a",
                "ssh:ssh -p 22 a@127.0.0.1",
                "ssh:sshd -p 0",
                "port17:swap suite a b",
                "port17:rules-reload",
                "port17:rules-check etc/port17.rules",
                "port17:a-command-that-comes-later"
            })
    void mayNotOrder(String command) throws IOException {
        assertFalse(viewer.run(command).ok());
    }

    /** Each of these reads a file of the node, calls Java, or starts a program. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat etc/host.key",
                "grep . etc/host.key",
                "head etc/host.key",
                "tail etc/host.key",
                "less etc/host.key",
                "sort etc/host.key",
                "wc etc/host.key",
                "source etc/shell.init.script",
                "exec id",
                "new java.io.File x",
                "java java.lang.String",
                "each [a b] { echo $it }",
                "($.context getBundles)",
                "\"\" getClass",
                "x = abc; $x length",
                "echo $(cat etc/host.key)"
            })
    void mayNotReachBehindTheConsole(String command) throws IOException {
        Console.Answer answer = viewer.run(command);
        assertFalse(answer.ok(), answer::text);
        assertFalse(answer.text().contains("PRIVATE KEY"), command);
    }

    @Test
    void mayNotWriteFiles() throws IOException {
        Path target = karaf.etc().resolve("written");
        assertFalse(viewer.run("echo x > " + target).ok());
        assertFalse(viewer.run("echo x | tac -f " + target).ok());
        assertFalse(viewer.run("scp -t " + target).ok());
        try (ClientSession session = viewer.login()) {
            assertThrows(IOException.class, () -> SftpClientFactory.instance().createSftpClient(session));
        }
        assertFalse(Files.exists(target));
    }

    @Test
    void anAdminMay() throws IOException {
        for (String command : List.of("feature:list", "bundle:list", "config:list", "log:display -n 1", "scr:list")) {
            assertTrue(admin.run(command).ok(), command);
        }
    }

    @Test
    void aStrangerMayNotLogIn() {
        try (Console stranger = karaf.consoleWithKeyOf("admin", new LoginKeys())) {
            assertThrows(IOException.class, stranger::login);
        }
    }
}
