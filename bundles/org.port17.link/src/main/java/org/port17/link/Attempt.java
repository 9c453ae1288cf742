package org.port17.link;

import java.time.Duration;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.cell.Frame;

/** One try to bring a dialled link onto a new connection: dial, HELLO, WELCOME. */
final class Attempt implements Wire.User {
    private final LinkContext context;
    private final DialledLink link;
    private final Reach.Path path;
    private Reach.Keys keys;
    private final Wire wire;
    private Loop.Timer limit;
    private boolean stood;
    private boolean greeted;
    private boolean retried;
    private Hello.Resume resume;
    private long leftAt;

    Attempt(LinkContext context, DialledLink link, Reach.Path path, Reach.Keys keys) {
        this.context = context;
        this.link = link;
        this.path = path;
        this.keys = keys;
        this.wire = new Wire(context, path.transport(), Welcome.BYTES, this);
    }

    /** Starts to connect. */
    void dial(Duration within) throws Port17Exception {
        wire.connection(path.transport().dial(path.endpoint(), wire));
        limit = context.loop()
                .schedule(
                        () -> wire.fail(new Port17Exception(
                                ErrorKind.TIMEOUT, Retry.ELSEWHERE, "the node did not answer in time")),
                        within);
    }

    /** Sends the HELLO; it leaves as soon as the connection stands. */
    void hello(Hello.Resume newResume) throws Port17Exception {
        greeted = true;
        resume = newResume;
        leftAt = context.loop().nanos();
        Hello.Made hello = Hello.make(keys.suite(), keys.prekey(), context.self(), resume, context.random());
        wire.ratchet(hello.ratchet());
        wire.greet(hello.bytes());
    }

    Reach.Path path() {
        return path;
    }

    Wire wire() {
        return wire;
    }

    Reach.Keys keys() {
        return keys;
    }

    boolean greeted() {
        return greeted;
    }

    /** Whether the connection stood at least for a moment. */
    boolean stood() {
        return stood;
    }

    void cancel() {
        stopClock();
        wire.abort();
    }

    private void stopClock() {
        if (limit != null) {
            limit.cancel();
        }
    }

    @Override
    public void connected(Wire from) {
        stood = true;
        leftAt = context.loop().nanos();
        link.stands(this);
    }

    @Override
    public void greeting(Wire from, byte[] greeting) throws Port17Exception {
        if (!greeted) {
            throw new Port17Exception(ErrorKind.TAMPERED, "an answer before the question");
        }
        if (greeting[0] == RetryGreeting.TYPE && !retried) {
            int whole = RetryGreeting.bytes(keys.suite().traits().id());
            if (greeting.length < whole) {
                wire.awaitRest(greeting, whole);
                return;
            }
            retried = true;
            retry(greeting);
            return;
        }
        Welcome welcome = Welcome.open(greeting, wire.ratchet(), keys.suite().traits());
        stopClock();
        link.rtt(context.loop().nanos() - leftAt);
        if (welcome.status() != Welcome.OK) {
            wire.abort();
            link.refused(welcome.status());
            return;
        }
        wire.ratchet().accept(welcome.answer());
        wire.ratchet().switchOpening();
        wire.switchSealingWithNextRecord();
        link.welcomed(this, welcome);
    }

    /** The node has that prekey no more and names another: HELLO again, over the same connection. Once. */
    private void retry(byte[] greeting) throws Port17Exception {
        RetryGreeting said = RetryGreeting.read(greeting);
        keys = link.successor(keys, said);
        wire.startOver();
        link.helloAgain(this, resume);
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
        link.writable(from);
    }

    @Override
    public void ended(Wire from, Port17Exception reason) {
        stopClock();
        link.failed(this, reason);
    }
}
