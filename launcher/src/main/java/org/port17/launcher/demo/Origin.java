package org.port17.launcher.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web server that the demo downloads from: {@code GET /random/BYTES}, one request per connection, on loopback. A
 * thread per connection: its visitors are few.
 */
final class Origin implements AutoCloseable {
    private static final int HEAD_MAX = 8192;
    private static final long BODY_MAX = 1L << 40;
    private static final Pattern REQUEST =
            Pattern.compile("GET /random/([0-9]{1,13}) HTTP/1\\.[01]\r\n.*", Pattern.DOTALL);
    private final ServerSocketChannel server;
    private final RandomContent content;
    private final Consumer<InetSocketAddress> onConnection;

    private Origin(ServerSocketChannel server, RandomContent content, Consumer<InetSocketAddress> onConnection) {
        this.server = server;
        this.content = content;
        this.onConnection = onConnection;
    }

    /** @param onConnection told of every peer that connects, before its request is read */
    static Origin start(RandomContent content, Consumer<InetSocketAddress> onConnection) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress("127.0.0.1", 0), 256);
        Origin origin = new Origin(server, content, onConnection);
        daemon("origin", origin::accept);
        return origin;
    }

    /** Where it listens, on 127.0.0.1. */
    int port() {
        return server.socket().getLocalPort();
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                daemon("origin-visitor", () -> serve(channel));
            } catch (IOException e) {
                if (server.isOpen()) {
                    System.err.println("origin: a connection was not taken (" + e.getMessage() + ")");
                }
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            onConnection.accept((InetSocketAddress) channel.getRemoteAddress());
            OptionalLong wanted = wanted(head(channel));
            if (wanted.isEmpty()) {
                write(channel, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }
            write(
                    channel,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + wanted.getAsLong()
                            + "\r\nConnection: close\r\n\r\n");
            content.send(wanted.getAsLong(), channel);
        } catch (IOException e) {
            // The visitor left before the end; the one who counts notices a short answer itself.
            return;
        }
    }

    /** How many bytes the request asks for; empty if it is no such request. */
    static OptionalLong wanted(String head) {
        Matcher matcher = REQUEST.matcher(head);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long bytes = Long.parseLong(matcher.group(1));
        return bytes > BODY_MAX ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private static String head(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HEAD_MAX);
        String text = "";
        while (!text.contains("\r\n\r\n") && buffer.hasRemaining() && channel.read(buffer) >= 0) {
            text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
        }
        return text;
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
