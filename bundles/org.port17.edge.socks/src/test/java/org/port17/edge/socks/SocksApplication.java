package org.port17.edge.socks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An application's side of a SOCKS5 connection, over a real socket. */
final class SocksApplication implements AutoCloseable {
    static final byte[] GREETING = {5, 1, 0};
    private static final int PATIENCE_MS = 20_000;
    private final Socket socket;

    SocksApplication(InetSocketAddress edge) throws IOException {
        socket = new Socket();
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        socket.connect(edge);
    }

    static byte[] connectTo(String name, int port) {
        byte[] host = name.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {5, 1, 0, 3, (byte) host.length});
        out.writeBytes(host);
        out.write(port >> 8);
        out.write(port);
        return out.toByteArray();
    }

    /** Greets without a name and asks for {@code name:port}; returns the reply code. */
    int connect(String name, int port) throws IOException {
        write(GREETING);
        read(2);
        write(connectTo(name, port));
        return reply();
    }

    int reply() throws IOException {
        return read(10)[1];
    }

    void write(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] read(int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /** Everything until FIN. */
    byte[] readAll() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    Socket socket() {
        return socket;
    }

    void finish() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
