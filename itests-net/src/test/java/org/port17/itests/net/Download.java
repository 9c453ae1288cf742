package org.port17.itests.net;

import java.io.IOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a connection to its end on a thread of its own, keeping nothing but a count and a digest. */
final class Download implements AutoCloseable {
    /**
     * How it ended.
     *
     * @param error what the application saw in place of an end of file; empty for a clean end
     */
    record End(long bytes, String sha256, String error) {
        boolean clean() {
            return error.isEmpty();
        }
    }

    private final Socket socket;
    private final FutureTask<End> task = new FutureTask<>(this::read);
    private volatile long bytes;

    Download(Socket socket) {
        this.socket = socket;
        Thread thread = new Thread(task, "download");
        thread.setDaemon(true);
        thread.start();
    }

    long bytes() {
        return bytes;
    }

    boolean ended() {
        return task.isDone();
    }

    End end(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private End read() {
        MessageDigest digest = Content.digest();
        byte[] buffer = new byte[Content.BLOCK];
        long count = 0;
        String error = "";
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                digest.update(buffer, 0, n);
                count += n;
                bytes = count;
            }
        } catch (IOException e) {
            error = String.valueOf(e.getMessage());
        }
        return new End(count, HexFormat.of().formatHex(digest.digest()), error);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
