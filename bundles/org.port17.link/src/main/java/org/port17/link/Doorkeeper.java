package org.port17.link;

import java.time.Duration;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.cell.Frame;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections, hears their HELLO, and gives them to a new link or to the one they belong to. */
final class Doorkeeper {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

    /** Bytes of records that a dialler sends at most before it is answered. */
    private static final long FIRST_FLIGHT = 16L << 20;

    private static final long SECOND = 1_000_000_000L;

    /** A link without circuits is safe for so long even when all places are taken. */
    private static final Duration SPARED = Duration.ofSeconds(5);

    private final LinkContext context;
    private int halfOpen;
    private double hellos;
    private long hellosAt;

    Doorkeeper(LinkContext context) {
        this.context = context;
        this.hellos = context.settings().bounds().hellosPerSecond();
        this.hellosAt = context.loop().nanos();
    }

    Acceptor acceptor(Transport transport) {
        return connection -> accept(transport, connection);
    }

    private ConnectionEvents accept(Transport transport, Connection connection) {
        Newcomer newcomer = new Newcomer();
        Wire wire = new Wire(context, transport, Hello.BYTES, newcomer);
        wire.connection(connection);
        halfOpen++;
        if (halfOpen > context.settings().bounds().halfOpen()) {
            // Not inside this call: a transport sets its connection up until we return.
            context.loop()
                    .execute(() -> wire.fail(new Port17Exception(
                            ErrorKind.OVERLOADED, Retry.LATER, "too many connections without a HELLO")));
        } else {
            newcomer.limit = context.loop()
                    .schedule(
                            () -> wire.fail(
                                    new Port17Exception(ErrorKind.TIMEOUT, Retry.LATER, "no HELLO came in time")),
                            context.settings().times().handshake());
        }
        return wire;
    }

    private boolean mayAnswer() {
        double rate = context.settings().bounds().hellosPerSecond();
        long now = context.loop().nanos();
        hellos = Math.min(rate, hellos + (now - hellosAt) * rate / SECOND);
        hellosAt = now;
        if (hellos < 1) {
            return false;
        }
        hellos--;
        return true;
    }

    /** A HELLO to a prekey this node has no more is answered, once on a connection, by the prekey to use instead. */
    private boolean retry(Wire wire, byte[] hello) {
        RetryGreeting retry = RetryGreeting.of(context.self(), Hello.suite(hello), Hello.prekey(hello));
        if (retry == null) {
            return false;
        }
        wire.awaitAnotherHello(retry.bytes(Hello.suite(hello), context.random()), FIRST_FLIGHT);
        return true;
    }

    private Hello.Opened open(byte[] bytes) throws Port17Exception {
        if (context.self() == null || !mayAnswer()) {
            throw new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "more HELLOs than are answered");
        }
        return Hello.open(bytes, context.self());
    }

    private void hello(Wire wire, Hello.Opened hello) throws Port17Exception {
        wire.ratchet(hello.ratchet());
        if (hello.resume()) {
            resume(wire, hello);
        } else {
            begin(wire, hello);
        }
    }

    private void begin(Wire wire, Hello.Opened hello) throws Port17Exception {
        boolean full =
                context.links().acceptedCount() >= context.settings().bounds().accepted();
        AcceptedLink idlest = full ? context.links().idlest(SPARED) : null;
        if (full && idlest == null) {
            refuse(wire, Welcome.OVERLOADED);
            return;
        }
        byte[] answer = hello.answer(context.random()); // a malformed offer costs nobody's link
        if (full) {
            idlest.goodbye(); // or strangers who open links and leave them would shut this door for good
        }
        LinkKey key = LinkKey.random(context.random());
        AcceptedLink link = new AcceptedLink(context, hello.node(), key, key.resumeSecret(hello.ratchet()));
        context.links().add(link);
        welcome(wire, link, answer, false);
    }

    private void resume(Wire wire, Hello.Opened hello) throws Port17Exception {
        AcceptedLink link = context.links().accepted(hello.link());
        // An unknown link and a wrong proof look the same from outside.
        if (link == null || !link.provenBy(hello)) {
            refuse(wire, Welcome.UNKNOWN_LINK);
            return;
        }
        byte[] answer = hello.answer(context.random());
        if (!link.resume(hello.received())) {
            refuse(wire, Welcome.UNKNOWN_LINK);
            return;
        }
        link.prepared(hello.ratchet());
        welcome(wire, link, answer, true);
    }

    private void welcome(Wire wire, AcceptedLink link, byte[] answer, boolean again) {
        DoubleRatchet ratchet = wire.ratchet();
        Welcome welcome = new Welcome(Welcome.OK, link.key(), link.outbox().received(), answer);
        wire.greet(welcome.seal(ratchet, context.random()));
        ratchet.switchSealing();
        wire.expectSwitch();
        link.up(wire, again);
    }

    private void refuse(Wire wire, int status) {
        wire.greet(Welcome.refusal(status).seal(wire.ratchet(), context.random()));
        wire.close();
    }

    /** The user of a connection until its HELLO is heard. */
    private final class Newcomer implements Wire.User {
        private Loop.Timer limit;
        private boolean left;
        private boolean retried;

        private void leave() {
            if (!left) {
                left = true;
                halfOpen--;
                if (limit != null) {
                    limit.cancel();
                }
            }
        }

        @Override
        public void greeting(Wire wire, byte[] greeting) throws Port17Exception {
            Hello.Opened hello;
            try {
                hello = open(greeting);
            } catch (Port17Exception e) {
                if (e.kind() == ErrorKind.STALE_PREKEY && !retried && retry(wire, greeting)) {
                    retried = true;
                    return;
                }
                throw e;
            }
            leave();
            hello(wire, hello);
        }

        @Override
        public void record(Wire wire, Frame frame, int circuit, int kind, int ack) throws Port17Exception {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a record before the handshake");
        }

        @Override
        public void batchEnd(Wire wire) {
            // Part of a HELLO: the clock runs already.
        }

        @Override
        public void writable(Wire wire) {
            // Nothing waits before the handshake.
        }

        @Override
        public void ended(Wire wire, Port17Exception reason) {
            leave();
            LOG.debug("a connection ended before it became a link: {}", reason.kind());
        }
    }
}
