package org.port17.bench;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a download has on both sides of a network: the origin, and the application, which speaks SOCKS5 (RFC 1928, 1929). */
final class Outside implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int BLOCK = 256 * 1024;
    private static final int REPLY = 10;
    private static final byte[] LOCALHOST = {127, 0, 0, 1};
    private final ServerSocket origin;

    Outside() throws IOException {
        origin = new ServerSocket(0, 64, InetAddress.getByAddress(LOCALHOST));
        daemon(this::serve);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "origin");
        thread.setDaemon(true);
        thread.start();
    }

    int originPort() {
        return origin.getLocalPort();
    }

    private void serve() {
        while (!origin.isClosed()) {
            try {
                Socket visitor = origin.accept();
                daemon(() -> serve(visitor));
            } catch (IOException e) {
                // The end.
                return;
            }
        }
    }

    /** For every eight bytes as many as they say. */
    private static void serve(Socket visitor) {
        byte[] block = new byte[BLOCK];
        try (visitor) {
            DataInputStream in = new DataInputStream(visitor.getInputStream());
            OutputStream out = visitor.getOutputStream();
            while (true) {
                for (long left = in.readLong(); left > 0; left -= block.length) {
                    out.write(block, 0, (int) Math.min(block.length, left));
                }
            }
        } catch (IOException e) {
            // It has gone. If that was too early, it says so itself, by what is missing.
            return;
        }
    }

    /** An application's stream to the origin. */
    static final class Visit implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private final byte[] block = new byte[BLOCK];

        /** @param application its circuit is its own, since no other has that name */
        Visit(int socks, String application) throws IOException {
            socket = new Socket(InetAddress.getByAddress(LOCALHOST), socks);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            out.write(new byte[] {5, 1, 2});
            expect(5, 2);
            byte[] user = application.getBytes(StandardCharsets.US_ASCII);
            ByteBuffer login = ByteBuffer.allocate(4 + user.length).put((byte) 1);
            login.put((byte) user.length).put(user).put(new byte[] {1, 'x'});
            out.write(login.array());
            expect(1, 0);
            byte[] host = "origin.invalid".getBytes(StandardCharsets.US_ASCII);
            ByteBuffer connect = ByteBuffer.allocate(7 + host.length).put(new byte[] {5, 1, 0, 3, (byte) host.length});
            out.write(connect.put(host).putShort((short) 80).array());
            expect(5, 0);
            in.readFully(new byte[REPLY - 2]);
        }

        private void expect(int first, int second) throws IOException {
            if (in.readUnsignedByte() != first || in.readUnsignedByte() != second) {
                throw new IOException("another answer than SOCKS5 has here");
            }
        }

        void bring(long bytes) throws IOException {
            out.write(ByteBuffer.allocate(Long.BYTES).putLong(bytes).array());
            for (long left = bytes; left > 0; ) {
                int n = in.read(block, 0, (int) Math.min(block.length, left));
                if (n < 0) {
                    throw new EOFException(left + " bytes of a download did not come");
                }
                left -= n;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        origin.close();
    }
}
