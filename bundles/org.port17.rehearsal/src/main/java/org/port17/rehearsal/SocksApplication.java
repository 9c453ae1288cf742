package org.port17.rehearsal;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** Talks SOCKS5 with user name (RFC 1928, 1929) over a socket, on the caller's thread, as curl would. */
final class SocksApplication implements Application {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String HOST = "rehearsal.invalid";
    private static final byte[] GREETING = {5, 1, 2};
    /** Of a network that is for examples alone (RFC 5737). */
    private static final byte[] BY_ADDRESS = {5, 1, 0, 1, (byte) 192, 0, 2, 17, 0, 80};

    private static final int REPLY = 10;
    private final InetSocketAddress port;
    private int asked;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    SocksApplication(InetSocketAddress port) {
        this.port = port;
    }

    @Override
    public CompletableFuture<AutoCloseable> ask(String name, byte[] request) {
        Socket socket = new Socket();
        open.add(socket);
        try {
            socket.connect(port, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write(GREETING);
            expect(in, 5, 2);
            out.write(login(name));
            expect(in, 1, 0);
            out.write(connect());
            expect(in, 5, 0);
            in.readFully(new byte[REPLY - 2]);
            out.write(request);
            byte[] some = new byte[64 * 1024];
            for (int left = Request.answer(request); left > 0; ) {
                int n = in.read(some, 0, Math.min(some.length, left));
                if (n < 0) {
                    throw new EOFException("a rehearsed answer came in part");
                }
                left -= n;
            }
            return CompletableFuture.completedFuture(() -> end(socket));
        } catch (IOException e) {
            close();
            return CompletableFuture.failedFuture(
                    new Port17Exception(ErrorKind.INTERNAL, "a rehearsed application was not served: " + e));
        }
    }

    private static byte[] login(String name) {
        byte[] user = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer login = ByteBuffer.allocate(4 + user.length);
        return login.put((byte) 1)
                .put((byte) user.length)
                .put(user)
                .put((byte) 1)
                .put((byte) 'x')
                .array();
    }

    /** Twice by name, twice by address: the stage changes what it asks each time. */
    private byte[] connect() {
        if ((asked++ & 2) != 0) {
            return BY_ADDRESS.clone();
        }
        byte[] host = HOST.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer connect = ByteBuffer.allocate(7 + host.length);
        return connect.put(new byte[] {5, 1, 0, 3, (byte) host.length})
                .put(host)
                .putShort((short) 80)
                .array();
    }

    private static void expect(DataInputStream in, int first, int second) throws IOException {
        if (in.readUnsignedByte() != first || in.readUnsignedByte() != second) {
            throw new IOException("another answer than SOCKS5 has here");
        }
    }

    private void end(Socket socket) throws IOException {
        open.remove(socket);
        socket.close();
    }

    @Override
    public void close() {
        for (Socket socket : open) {
            try {
                end(socket);
            } catch (IOException e) {
                // Nothing left to close.
                continue;
            }
        }
    }
}
