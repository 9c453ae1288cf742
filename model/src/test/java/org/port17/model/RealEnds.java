package org.port17.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.model.Trace.End;
import org.port17.model.Trace.Event;
import org.port17.model.Trace.Kind;
import org.port17.model.Trace.Suite;
import org.port17.model.Trace.Type;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;

/**
 * Two real ends and the wire between them. What the ratchet leaves to its callers is done here as they do it: marks as
 * {@code onion.NodeLayer} and {@code circuit.ClientCircuit}, answers and notices as {@code relay.RelayCircuit}, choices
 * as {@code circuit.HopSteps}, the memory of shares as {@code node.OwnPrekey}.
 */
final class RealEnds implements AutoCloseable {
    private static final byte[] CONTEXT = {17};
    private final Suites suites = new Suites();
    private final SecureRandom random;
    private final Mallory mallory;
    private final Set<List<Byte>> shares = new HashSet<>();
    private final List<Message> sealed = new ArrayList<>();
    private DoubleRatchet initiator;
    private DoubleRatchet responder;
    private byte[] share;
    private Set<Suite> allowI;
    private Set<Suite> allowR;
    private Set<Suite> told;
    private boolean due;
    private Suite asked;

    /** A message on the wire; empty for an event in which none was sealed. */
    private record Message(byte[] bytes) {}

    RealEnds(Trace.Start start, PrekeyUse use, long seed) throws Port17Exception {
        random = new SeededRandom(seed);
        mallory = new Mallory(suites, random);
        start(start, use);
    }

    private void start(Trace.Start start, PrekeyUse use) throws Port17Exception {
        // A share of one suite fits another's prekey only where both are X25519.
        PrekeyUse fitting = start.initiator() == start.responder() ? use : PrekeyUse.ONION;
        allowI = start.allowI();
        allowR = start.allowR();
        told = allowR;
        try (Prekey prekey = suites.of(start.responder()).newPrekey(fitting, random);
                Prekey other = suites.of(start.initiator()).newPrekey(fitting, random)) {
            boolean same = start.initiator() == start.responder();
            byte[] theirs = (same ? prekey : other).publicKey();
            DoubleRatchet.Started first =
                    DoubleRatchet.initiate(suites.of(start.initiator()), fitting, theirs, CONTEXT, random);
            initiator = first.ratchet();
            share = first.share();
            firstSeen(share);
            byte[] context = same && !start.sameContext() ? new byte[] {18} : CONTEXT;
            responder = DoubleRatchet.respond(suites.of(start.responder()), prekey, share, context);
        }
    }

    DoubleRatchet end(End end) {
        return end == End.I ? initiator : responder;
    }

    int id(Suite suite) {
        return suites.id(suite);
    }

    /** Fails with the kind that the event is refused with. */
    void act(Event event) throws Port17Exception {
        sealed.add(new Message(new byte[0]));
        switch (event.kind()) {
            case Say -> seal(event.who(), Type.Data, new byte[] {1});
            case Ask -> ask(event.content().suite());
            case Deliver, Garble -> deliver(event);
            case Allow -> allow(event);
            case ReplayShare -> {
                if (!firstSeen(share)) {
                    throw new Port17Exception(ErrorKind.STALE_PREKEY, "a share that was seen before");
                }
            }
            case TwinSay -> throw new AssertionError("a replayed share was accepted");
            case Steal, Idle -> {
                // Reading an end's memory changes nothing in it.
            }
        }
    }

    private boolean firstSeen(byte[] bytes) {
        List<Byte> boxed = new ArrayList<>();
        for (byte b : bytes) {
            boxed.add(b);
        }
        return shares.add(boxed);
    }

    private void ask(Suite suite) throws Port17Exception {
        Set<Suite> common = EnumSet.copyOf(allowI);
        common.retainAll(told);
        if (suite != common.stream().findFirst().orElse(null)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "not the initiator's choice");
        }
        byte[] offer = initiator.offer(suites.of(suite), random);
        asked = suite;
        mallory.sees(offer);
        seal(End.I, Type.Offer, offer);
    }

    private void allow(Event event) {
        if (event.who() == End.I) {
            allowI = event.wish();
        } else {
            allowR = event.wish();
            notice(0);
        }
    }

    private void notice(int refused) {
        seal(
                End.R,
                Type.Notice,
                new SuiteNotice(refused, allowR.stream().map(suites::id).toList()).bytes());
    }

    /** The plaintext is {@code type u8 | mark u8 | body}. */
    private void seal(End from, Type type, byte[] body) {
        boolean mark = from == End.I ? due : type == Type.Answer;
        byte[] plain = new byte[2 + body.length];
        plain[0] = (byte) type.ordinal();
        plain[1] = (byte) (mark ? 1 : 0);
        System.arraycopy(body, 0, plain, 2, body.length);
        sealed.set(sealed.size() - 1, new Message(RatchetPair.seal(end(from), plain)));
        if (mark) {
            end(from).switchSealing();
            due = from != End.I && due;
        }
    }

    private void deliver(Event event) throws Port17Exception {
        Message message = sealed.get(event.of());
        byte[] bytes = message.bytes.clone();
        if (event.kind() == Kind.Garble) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        byte[] plain = RatchetPair.open(end(event.who()), bytes);
        if (plain == null) {
            throw new Port17Exception(ErrorKind.TAMPERED, "a message does not open");
        }
        byte[] body = Arrays.copyOfRange(plain, 2, plain.length);
        Type type = Type.values()[plain[0]];
        boolean mark = plain[1] == 1;
        if (event.changed()) {
            // With the AEAD broken it opens, and says what Mallory wants.
            type = event.content().type();
            mark = event.content().mark();
            body = mallory.body(event.content(), body);
        }
        if (event.who() == End.R) {
            responds(type, mark, body);
        } else {
            hears(type, mark, body);
        }
    }

    private void responds(Type type, boolean mark, byte[] body) throws Port17Exception {
        if (mark) {
            if (!responder.maySwitchOpening()) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "an epoch switch without a prepared epoch");
            }
            responder.switchOpening();
        }
        switch (type) {
            case Data -> {
                // Not the ratchet's.
            }
            case Offer -> answer(body);
            case Answer -> responder.accept(body);
            case Notice -> responder.refused(SuiteNotice.of(body).refused());
        }
    }

    private void answer(byte[] offer) throws Port17Exception {
        byte[] answer;
        try {
            answer = responder.answer(offer, id -> suites.permitted(id, allowR), random);
        } catch (Port17Exception e) {
            if (e.kind() == ErrorKind.NO_SUITE) {
                notice(responder.nextEpoch());
            }
            throw e;
        }
        seal(End.R, Type.Answer, answer);
    }

    private void hears(Type type, boolean mark, byte[] body) throws Port17Exception {
        if (mark != (type == Type.Answer)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "an answer comes with the mark, and nothing else does");
        }
        switch (type) {
            case Data -> {
                // Not the ratchet's.
            }
            case Offer -> initiator.answer(body, id -> suites.permitted(id, allowI), random);
            case Answer -> {
                initiator.accept(body);
                initiator.switchOpening();
                due = true;
                assertEquals(suites.id(asked), initiator.suite().traits().id());
            }
            case Notice -> {
                SuiteNotice notice = SuiteNotice.of(body);
                if (notice.refused() != 0) {
                    initiator.refused(notice.refused());
                }
                told = EnumSet.noneOf(Suite.class);
                for (Suite suite : Suite.values()) {
                    if (notice.suites().contains(suites.id(suite))) {
                        told.add(suite);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        initiator.close();
        responder.close();
    }
}
