package org.port17.launcher.localnet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.port17.launcher.cli.LaunchException;

/** Console commands over SSH, with the keys that the network's folder holds. Safe from several threads. */
public final class ConsoleClient implements AutoCloseable {
    private static final Duration LOGIN = Duration.ofSeconds(20);
    private final NetLayout layout;
    private final String user;
    private final KeyPair key;
    private final SshClient ssh;

    /** What a command printed and how it ended: 0, or the console's own code. */
    public record Answer(int exitCode, String output) {}

    /** @param user {@code admin} or {@code viewer} */
    public ConsoleClient(NetLayout layout, String user) throws LaunchException {
        this.layout = layout;
        this.user = user;
        try {
            this.key = ConsoleKeys.load(layout.key(user));
        } catch (IOException e) {
            throw LaunchException.failed("the console key of this network cannot be read: start it anew", e);
        }
        this.ssh = SshClient.setUpDefaultClient();
        ssh.start();
    }

    /** Runs a command and collects what it prints. */
    public Answer ask(Instance instance, String command, Duration timeout) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int code = run(instance, command, output, output, timeout);
        return new Answer(code, output.toString(StandardCharsets.UTF_8));
    }

    /**
     * Runs a command, with its output as it comes.
     *
     * @return its exit code; 0 is success
     * @throws IOException if the console cannot be reached, refuses the login or does not end in time
     */
    public int run(Instance instance, String command, OutputStream out, OutputStream err, Duration timeout)
            throws IOException {
        try (ClientSession session = login(instance);
                ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(LOGIN);
            var events = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), timeout);
            out.flush();
            if (events.contains(ClientChannelEvent.TIMEOUT)) {
                throw new IOException("the command did not end within " + timeout.toSeconds() + " s");
            }
            Integer code = channel.getExitStatus();
            if (code == null) {
                throw new IOException("the console went away during the command");
            }
            return code;
        }
    }

    /** A console for a person; returns when it is left. */
    public void open(Instance instance) throws IOException {
        try (ClientSession session = login(instance);
                ChannelShell channel = session.createShellChannel()) {
            channel.setupSensibleDefaultPty();
            channel.setIn(System.in);
            channel.setOut(System.out);
            channel.setErr(System.err);
            channel.open().verify(LOGIN);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Duration.ZERO);
        }
    }

    private ClientSession login(Instance instance) throws IOException {
        ClientSession session = ssh.connect(user, "127.0.0.1", instance.ports().ssh())
                .verify(LOGIN)
                .getSession();
        try {
            Path hostKey = layout.etc(instance.name()).resolve("host.key");
            session.setServerKeyVerifier((s, address, shown) -> isOurs(hostKey, shown));
            session.addPublicKeyIdentity(key);
            session.auth().verify(LOGIN);
            return session;
        } catch (IOException e) {
            session.close(true);
            throw e;
        }
    }

    /** Whoever took the port of a node that died does not get our commands. */
    private static boolean isOurs(Path hostKey, PublicKey shown) {
        try {
            return KeyUtils.compareKeys(ConsoleKeys.load(hostKey).getPublic(), shown);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        ssh.close(true);
    }
}
