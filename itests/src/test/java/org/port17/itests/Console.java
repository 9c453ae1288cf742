package org.port17.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;

/** A Karaf's SSH console for one user. Karaf ends a login with its first command, so each command logs in anew. */
final class Console implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration COMMAND = Duration.ofSeconds(60);

    private final SshClient client = SshClient.setUpDefaultClient();
    private final int port;
    private final String user;
    private final KeyPair key;

    Console(int port, String user, KeyPair key) {
        this.port = port;
        this.user = user;
        this.key = key;
        // Another process's fresh host key on loopback: there is nothing to check it against.
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.start();
    }

    /** What a command printed, without colours, and how it ended. */
    record Answer(int code, String text) {
        boolean ok() {
            return code == 0;
        }
    }

    /** A login that stays open as long as the console is not restarted and no command is run in it. */
    ClientSession login() throws IOException {
        ClientSession session =
                client.connect(user, "127.0.0.1", port).verify(CONNECT).getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(CONNECT);
        return session;
    }

    Answer run(String command) throws IOException {
        return run(command, COMMAND);
    }

    Answer run(String command, Duration within) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ClientSession session = login();
                ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(out);
            channel.setErr(out);
            channel.open().verify(CONNECT);
            var ended = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), within);
            if (ended.contains(ClientChannelEvent.TIMEOUT)) {
                throw new IOException("no end of: " + command);
            }
            Integer status = channel.getExitStatus();
            return new Answer(status == null ? -1 : status, plain(out));
        }
    }

    /** Runs a command that must succeed. */
    String ask(String command) throws IOException {
        Answer answer = run(command);
        if (!answer.ok()) {
            throw new IOException(command + " failed: " + answer.text());
        }
        return answer.text();
    }

    @Override
    public void close() {
        client.stop();
    }

    private static String plain(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;]*m", "");
    }
}
