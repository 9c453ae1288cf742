package org.port17.circuit;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.port17.api.Loop;
import org.port17.detect.Finding;
import org.port17.detect.Protocol;
import org.port17.detect.Recogniser;

/**
 * Holds back a new stream's route until its port or first bytes tell whether it is encrypted, and goes on watching what the
 * application says. On the loop.
 *
 * <p>Guarantee: what is not known to be encrypted asks for a trusted exit; no byte passes that breaks what was recognised;
 * an application that says nothing is waited for {@link #PATIENCE}, one that has said half of something that long again
 * after each byte and {@link #MOST} in all.
 */
final class PlaintextGate {
    static final Duration PATIENCE = Duration.ofMillis(200);
    static final Duration MOST = Duration.ofSeconds(5);
    private final Loop loop;
    private final Recogniser recogniser;
    private final long born;
    private Runnable decided;
    private Loop.Timer timer;
    private long heard;

    /** @param upgrade whether the port demands that what begins in the clear comes to TLS */
    PlaintextGate(Loop loop, int port, boolean upgrade) {
        this.loop = loop;
        this.recogniser = new Recogniser(port, upgrade);
        this.born = loop.nanos();
        this.heard = born;
    }

    boolean undecided() {
        return recogniser.finding() == Finding.UNDECIDED;
    }

    /** Whether only a trusted exit may carry the stream. True while undecided. */
    boolean trustedExit() {
        return recogniser.finding() != Finding.ENCRYPTED;
    }

    Protocol protocol() {
        return recogniser.protocol();
    }

    /** How many of the bytes permitted last must wait for more. */
    int held() {
        return recogniser.held();
    }

    /** Why {@link #permits} said no. */
    String reason() {
        return recogniser.reason();
    }

    /** @param then runs once, when it is decided, perhaps inside {@link #permits} or {@link #giveUp} */
    void await(Runnable then) {
        decided = then;
        timer = loop.schedule(this::silent, PATIENCE);
    }

    private void silent() {
        timer = null;
        if (!undecided()) {
            return;
        }
        long now = loop.nanos();
        long until = Math.min(heard + PATIENCE.toNanos(), born + MOST.toNanos());
        if (until - now > 0) {
            timer = loop.schedule(this::silent, Duration.ofNanos(until - now));
        } else {
            giveUp();
        }
    }

    /** The application will say nothing more that could decide it. */
    void giveUp() {
        recogniser.giveUp();
        settle();
    }

    /** Looks at what the application says next, before it leaves. @return false if it must not, and the stream must end */
    boolean permits(ByteBuffer said) {
        if (undecided()) {
            heard = loop.nanos();
        }
        boolean permitted = recogniser.feed(said) != Finding.BROKEN;
        if (permitted) {
            settle();
        }
        return permitted;
    }

    /** The other side spoke. */
    void answered() {
        recogniser.forget();
    }

    private void settle() {
        if (!undecided() && decided != null) {
            Runnable then = decided;
            close();
            then.run();
        }
    }

    /** Nobody waits any more. */
    void close() {
        decided = null;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
