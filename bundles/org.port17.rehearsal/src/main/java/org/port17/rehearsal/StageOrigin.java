package org.port17.rehearsal;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The made-up destination, on a port of 127.0.0.1 and a thread of its own: sends as many bytes as a {@link Request}
 * asks for, up to a bound, since anybody on this machine may ask.
 */
final class StageOrigin implements AutoCloseable {
    private static final int MOST = 8 << 20;
    /** Behind no more than that the destination ends the connection, as many do. */
    private static final int LITTLE = 1;

    private static final int PIECE = 256 << 10;
    private static final int BACKLOG = 64;
    private static final int PATIENCE_MILLIS = 20_000;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    StageOrigin() throws IOException {
        server = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Thread thread = new Thread(this::serve, "port17-rehearsal-origin");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket asker = server.accept();
                open.add(asker);
                answer(asker);
            } catch (IOException e) {
                // That one has gone, or this is the end.
                continue;
            }
        }
    }

    private void answer(Socket asker) throws IOException {
        asker.setSoTimeout(PATIENCE_MILLIS);
        DataInputStream in = new DataInputStream(asker.getInputStream());
        byte[] header = new byte[Request.HEADER];
        in.readFully(header);
        byte[] request = Arrays.copyOf(header, header.length + Request.rest(header));
        in.readFully(request, header.length, request.length - header.length);
        int bytes = Math.min(MOST, Request.answer(request));
        byte[] piece = new byte[Math.min(bytes, PIECE)];
        for (int left = bytes; left > 0; left -= piece.length) {
            asker.getOutputStream().write(piece, 0, Math.min(left, piece.length));
        }
        if (bytes <= LITTLE) {
            open.remove(asker);
            asker.close();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket asker : open) {
                asker.close();
            }
        } catch (IOException e) {
            // Closed all the same.
            return;
        }
    }
}
