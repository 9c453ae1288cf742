package org.port17.edge.dialer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.dialer.ExitEvents;

/** Keeps what a connection told, for a test that waits for it. */
final class RecordedEvents implements ExitEvents {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean connected;
    private boolean finished;
    private long sent;
    private Port17Exception failure;
    private int largest;

    @Override
    public synchronized void connected() {
        connected = true;
        notifyAll();
    }

    @Override
    public synchronized void received(ByteBuffer data) {
        largest = Math.max(largest, data.remaining());
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        received.writeBytes(bytes);
        notifyAll();
    }

    @Override
    public synchronized void sent(int bytes) {
        sent += bytes;
        notifyAll();
    }

    @Override
    public synchronized void finished() {
        finished = true;
        notifyAll();
    }

    @Override
    public synchronized void failed(Port17Exception reason) {
        if (failure != null) {
            throw new IllegalStateException("failed twice");
        }
        failure = reason;
        notifyAll();
    }

    synchronized byte[] received() {
        return received.toByteArray();
    }

    synchronized int largest() {
        return largest;
    }

    synchronized boolean isFailed() {
        return failure != null;
    }

    void awaitConnected() throws InterruptedException {
        await(() -> connected || failure != null);
        if (failure != null) {
            throw new AssertionError("failed: " + failure.kind());
        }
    }

    void awaitFinished() throws InterruptedException {
        await(() -> finished);
    }

    void awaitSent(long bytes) throws InterruptedException {
        await(() -> sent >= bytes);
    }

    byte[] awaitReceived(int bytes) throws InterruptedException {
        await(() -> received.size() >= bytes);
        return received();
    }

    Port17Exception awaitFailure() throws InterruptedException {
        await(() -> failure != null);
        return failure;
    }

    ErrorKind awaitFailureKind() throws InterruptedException {
        return awaitFailure().kind();
    }

    private synchronized void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("waited in vain");
            }
            wait(left);
        }
    }
}
