package org.port17.testkit.tunnels;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;

/**
 * One stream whose far end is the test. The edge's calls come on the loop; the test's orders may come from any thread
 * and take effect on the loop; {@code await…} blocks the test until something is true.
 */
public final class ScriptedStream implements TunnelStream {
    private static final int PATIENCE_SECONDS = 20;
    private static final int PIECE = 16_255;
    private final long id;
    private final Loop loop;
    private final StreamRequest request;
    private final StreamEvents events;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private int window = 1 << 20;
    private int credit = 1 << 20;
    private long taken;
    private long given;
    private long consumed;
    private long largestOutstanding;
    private boolean blocked;
    private boolean echo;
    private boolean finished;
    private boolean finEchoed;
    private ErrorKind reset;
    private boolean dead;

    ScriptedStream(long id, Loop loop, StreamRequest request, StreamEvents events) {
        this.id = id;
        this.loop = loop;
        this.request = request;
        this.events = events;
    }

    @Override
    public long id() {
        return id;
    }

    public StreamRequest request() {
        return request;
    }

    @Override
    public synchronized void send(ByteBuffer data) {
        onLoop();
        if (finished) {
            throw new IllegalStateException("send after finish");
        }
        int room = (int) Math.min(data.remaining(), window - taken);
        byte[] piece = new byte[Math.max(0, room)];
        data.get(piece);
        taken += piece.length;
        blocked = data.hasRemaining();
        sent.writeBytes(piece);
        notifyAll();
        if (echo) {
            loop.execute(() -> {
                deliver(piece);
                drain(piece.length);
            });
        }
    }

    @Override
    public synchronized void finish() {
        onLoop();
        if (finished) {
            throw new IllegalStateException("finish twice");
        }
        finished = true;
        notifyAll();
        if (echo && !finEchoed) {
            finEchoed = true;
            end();
        }
    }

    @Override
    public synchronized void reset(ErrorKind reason) {
        onLoop();
        reset = reason;
        dead = true;
        notifyAll();
    }

    @Override
    public synchronized void consumed(int bytes) {
        onLoop();
        consumed += bytes;
        if (consumed > given) {
            throw new IllegalStateException("consumed more than was given");
        }
        notifyAll();
    }

    /** Everything the application sends comes back, its FIN included. */
    public synchronized ScriptedStream echo() {
        echo = true;
        byte[] early = sent.toByteArray();
        if (early.length > 0) {
            loop.execute(() -> {
                deliver(early);
                drain(early.length);
            });
        }
        if (finished && !finEchoed) {
            finEchoed = true;
            end();
        }
        return this;
    }

    /** Takes only {@code bytes} from the application until {@link #drain}. */
    public synchronized ScriptedStream window(int bytes) {
        window = bytes;
        return this;
    }

    /** How many given bytes may be unconsumed while {@link #pour} runs. */
    public synchronized ScriptedStream credit(int bytes) {
        credit = bytes;
        return this;
    }

    /** The destination took {@code bytes}: the window opens by as much. */
    public void drain(int bytes) {
        boolean tell;
        synchronized (this) {
            taken -= bytes;
            tell = blocked;
            blocked = false;
        }
        if (tell) {
            tell(events::writable);
        }
    }

    public ScriptedStream connect() {
        tell(events::connected);
        return this;
    }

    /** The destination sends these bytes. */
    public ScriptedStream give(byte[] bytes) {
        byte[] copy = bytes.clone();
        loop.execute(() -> deliver(copy));
        return this;
    }

    /** The destination sends {@code total} bytes, {@code pieces.apply(length)} each, as fast as the credit allows. */
    public ScriptedStream pour(long total, IntFunction<byte[]> pieces) {
        loop.execute(() -> pourOn(total, pieces));
        return this;
    }

    /** The destination's FIN. */
    public ScriptedStream end() {
        tell(events::finished);
        return this;
    }

    public ScriptedStream fail(ErrorKind kind) {
        loop.execute(() -> {
            synchronized (this) {
                if (dead) {
                    return;
                }
                dead = true;
            }
            events.failed(new Port17Exception(kind, "scripted"));
        });
        return this;
    }

    public synchronized byte[] sent() {
        return sent.toByteArray();
    }

    public synchronized long consumed() {
        return consumed;
    }

    public synchronized long largestOutstanding() {
        return largestOutstanding;
    }

    public byte[] awaitSent(int bytes) throws InterruptedException {
        await("bytes from the application", () -> sent.size() >= bytes);
        return sent();
    }

    /** Waits until what was sent ends with {@code text}. */
    public void awaitSentEnd(String text) throws InterruptedException {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        await("the given end of what was sent", () -> {
            byte[] all = sent.toByteArray();
            return all.length >= wanted.length
                    && Arrays.equals(wanted, Arrays.copyOfRange(all, all.length - wanted.length, all.length));
        });
    }

    public void awaitFinish() throws InterruptedException {
        await("the application's FIN", () -> finished);
    }

    public ErrorKind awaitReset() throws InterruptedException {
        await("a reset from the edge", () -> reset != null);
        return reset;
    }

    public void awaitConsumed(long bytes) throws InterruptedException {
        await("consumption", () -> consumed >= bytes);
    }

    private synchronized void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("waited in vain for " + what);
            }
            wait(left);
        }
    }

    private void pourOn(long left, IntFunction<byte[]> pieces) {
        long rest = left;
        while (rest > 0 && outstanding() < creditNow() && !isDead()) {
            byte[] piece = pieces.apply((int) Math.min(rest, PIECE));
            rest -= piece.length;
            deliver(piece);
        }
        if (rest > 0 && !isDead()) {
            long remaining = rest;
            loop.schedule(() -> pourOn(remaining, pieces), Duration.ofMillis(1));
        }
    }

    private void deliver(byte[] bytes) {
        synchronized (this) {
            if (dead) {
                return;
            }
            given += bytes.length;
            largestOutstanding = Math.max(largestOutstanding, given - consumed);
        }
        events.received(bytes, 0, bytes.length);
        // The contract says valid only during the call: spoil them so that nobody keeps a reference.
        Arrays.fill(bytes, (byte) 0xA5);
    }

    private void tell(Runnable event) {
        loop.execute(() -> {
            if (!isDead()) {
                event.run();
            }
        });
    }

    private synchronized boolean isDead() {
        return dead;
    }

    private synchronized long outstanding() {
        return given - consumed;
    }

    private synchronized long creditNow() {
        return credit;
    }

    private void onLoop() {
        if (!loop.inLoop()) {
            throw new IllegalStateException("stream calls belong on the loop");
        }
    }
}
