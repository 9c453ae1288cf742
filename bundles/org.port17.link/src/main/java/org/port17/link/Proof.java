package org.port17.link;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.PrekeySuccessor;

/** One handshake that ends as soon as the node has proven itself: HELLO, perhaps RETRY and HELLO, WELCOME, GOODBYE. */
final class Proof implements Wire.User {
    private final LinkContext context;
    private final Reach.Path path;
    private final InstantSource clock;
    private final CompletableFuture<Void> answer;
    private final Wire wire;
    private Reach.Keys keys;
    private Loop.Timer limit;
    private boolean retried;

    Proof(LinkContext context, Reach.Path path, Reach.Keys keys, InstantSource clock, CompletableFuture<Void> answer) {
        this.context = context;
        this.path = path;
        this.keys = keys;
        this.clock = clock;
        this.answer = answer;
        this.wire = new Wire(context, path.transport(), Welcome.BYTES, this);
    }

    void begin(Duration within) throws Port17Exception {
        wire.connection(path.transport().dial(path.endpoint(), wire));
        limit = context.loop()
                .schedule(
                        () -> wire.fail(
                                new Port17Exception(ErrorKind.TIMEOUT, Retry.LATER, "the node did not answer in time")),
                        within);
        try {
            hello();
        } catch (Port17Exception e) {
            wire.fail(e);
        }
    }

    private void hello() throws Port17Exception {
        Hello.Made hello = Hello.make(keys.suite(), keys.prekey(), null, null, context.random());
        wire.ratchet(hello.ratchet());
        wire.greet(hello.bytes());
    }

    @Override
    public void greeting(Wire from, byte[] greeting) throws Port17Exception {
        if (greeting[0] == RetryGreeting.TYPE && !retried) {
            int whole = RetryGreeting.bytes(keys.suite().traits().id());
            if (greeting.length < whole) {
                wire.awaitRest(greeting, whole);
                return;
            }
            retried = true;
            PrekeyRecord next = PrekeySuccessor.judge(
                    RetryGreeting.read(greeting).link(),
                    keys.prekey(),
                    Optional.empty(),
                    clock.instant().getEpochSecond());
            keys = new Reach.Keys(keys.suite(), next);
            wire.startOver();
            hello();
            return;
        }
        // Sealed under what only the prekey's holder can have computed; that it is too busy for a link proves as much.
        Welcome welcome = Welcome.open(greeting, wire.ratchet(), keys.suite().traits());
        limit.cancel();
        if (welcome.status() == Welcome.OK) {
            goodbye(welcome);
        }
        wire.close();
        answer.complete(null);
    }

    /** Else the node would keep the link for its dialler to come back. */
    private void goodbye(Welcome welcome) throws Port17Exception {
        wire.ratchet().accept(welcome.answer());
        wire.ratchet().switchOpening();
        wire.switchSealingWithNextRecord();
        Frame frame = context.frames().take(CellClass.SMALL);
        Arrays.fill(frame.array(), (byte) 0);
        wire.send(frame, 0, Records.GOODBYE, 0);
        context.frames().release(frame);
    }

    @Override
    public void record(Wire from, Frame frame, int circuit, int kind, int ack) throws Port17Exception {
        throw new Port17Exception(ErrorKind.PROTOCOL, "a record before the handshake");
    }

    @Override
    public void batchEnd(Wire from) {
        // Part of a WELCOME: nothing to do yet.
    }

    @Override
    public void writable(Wire from) {
        // A HELLO and a GOODBYE are all that is ever sent.
    }

    @Override
    public void ended(Wire from, Port17Exception reason) {
        if (limit != null) {
            limit.cancel();
        }
        answer.completeExceptionally(reason);
    }
}
