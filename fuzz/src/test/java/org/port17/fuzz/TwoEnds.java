package org.port17.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.SuiteNotice;
import org.port17.ratchet.SuiteSource;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;

/**
 * A client and a node that obey docs/protocol.md, "Steps", over two ordered wires with an attacker on them. The attacker
 * may alter, repeat, swap and invent messages; the honest ends also get orders that make no sense at the time.
 *
 * <p>Oracle: what was sealed is opened once and in order; what the attacker sends opens nothing and changes nothing; a
 * wrong order ends in the failure its documentation names; no end ever uses more than two epochs; once both wires are
 * empty the ends agree on epoch, suite and exported secret.
 */
final class TwoEnds implements AutoCloseable {
    private static final int STEPS = 8;
    private static final int BURSTS = 2;
    private static final int BURST = 130;
    private static final byte[] NO_CONTEXT = {};
    private final SeededRandom random = new SeededRandom(17);
    private final RatchetPair pair;
    private final End client;
    private final End node;
    private final Set<Integer> permitted = new HashSet<>();
    private final SuiteSource source = id -> permitted.contains(id) ? GivenSuites.byId(id) : Optional.empty();
    private int steps;
    private int bursts;
    private int numbers;

    private enum Kind {
        DATA,
        OFFER,
        ANSWER,
        NOTICE
    }

    /** A message on a wire, and what it must open to. @param last the sender's next one is of the prepared epoch */
    private record Message(Kind kind, byte[] plain, byte[] sealed, boolean last) {}

    /** One end: its ratchet, and what is on its way to it. */
    private static final class End {
        final DoubleRatchet ratchet;
        final Deque<Message> incoming = new ArrayDeque<>();
        /** The next message it seals is the last one of its epoch. */
        boolean switchDue;

        Message before;

        End(DoubleRatchet ratchet) {
            this.ratchet = ratchet;
        }
    }

    TwoEnds() throws Port17Exception {
        CipherSuite first = GivenSuites.ALL.get(0);
        GivenSuites.ALL.forEach(suite -> permitted.add(suite.traits().id()));
        pair = RatchetPair.of(first, first, PrekeyUse.ONION, random);
        client = new End(pair.initiator());
        node = new End(pair.responder());
    }

    /** One event. */
    void happens(int what, int which) throws Port17Exception {
        End one = which % 2 == 0 ? client : node;
        int choice = which >> 1;
        switch (what % 13) {
            case 0 -> data(one, 1 + choice);
            case 1, 2 -> deliver(one);
            case 3 -> offer(GivenSuites.ALL.get(choice % GivenSuites.ALL.size()));
            case 4 -> alter(one, choice);
            case 5 -> repeat(one);
            case 6 -> overtake(one);
            case 7 -> invent(one, choice);
            case 8 -> permit(GivenSuites.ALL.get(choice % GivenSuites.ALL.size()));
            case 9 -> orderOutOfTurn(one, choice);
            case 10 -> wrongAnswer(choice);
            case 11 -> wrongOffer(choice);
            default -> burst(one);
        }
    }

    private End peer(End end) {
        return end == client ? node : client;
    }

    private void send(End from, Kind kind, byte[] plain) {
        boolean last = from.switchDue;
        peer(from).incoming.add(new Message(kind, plain, RatchetPair.seal(from.ratchet, plain), last));
        if (last) {
            from.switchDue = false;
            from.ratchet.switchSealing();
        }
    }

    private void data(End from, int length) {
        byte[] plain = new byte[length];
        Arrays.fill(plain, (byte) ++numbers);
        send(from, Kind.DATA, plain);
    }

    /** Enough messages to cross the end of a phase. */
    private void burst(End from) throws Port17Exception {
        if (bursts++ < BURSTS) {
            for (int i = 0; i < BURST; i++) {
                data(from, 2);
            }
            while (!peer(from).incoming.isEmpty()) {
                deliver(peer(from));
            }
        }
    }

    private void offer(CipherSuite to) throws Port17Exception {
        if (!client.ratchet.mayOffer()) {
            refusedWith(ErrorKind.PROTOCOL, () -> client.ratchet.offer(to, random));
        } else if (steps++ < STEPS) {
            send(client, Kind.OFFER, client.ratchet.offer(to, random));
        }
    }

    private void deliver(End to) throws Port17Exception {
        Message message = to.incoming.poll();
        if (message == null) {
            return;
        }
        assertArrayEquals(message.plain(), RatchetPair.open(to.ratchet, message.sealed()), "sealed, so it opens");
        to.before = message;
        switch (message.kind()) {
            case DATA -> {}
            case OFFER -> answer(message.plain());
            case ANSWER -> to.ratchet.accept(message.plain());
            case NOTICE -> to.ratchet.refused(SuiteNotice.of(message.plain()).refused());
        }
        if (message.last()) {
            assertTrue(to.ratchet.maySwitchOpening());
            to.ratchet.switchOpening();
        }
        if (message.kind() == Kind.ANSWER) {
            to.switchDue = true;
        }
    }

    private void answer(byte[] offer) throws Port17Exception {
        byte[] answer;
        try {
            answer = node.ratchet.answer(offer, source, random);
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.NO_SUITE, e.kind());
            int refused = node.ratchet.nextEpoch();
            send(
                    node,
                    Kind.NOTICE,
                    new SuiteNotice(refused, permitted.stream().sorted().toList()).bytes());
            return;
        }
        node.switchDue = true;
        send(node, Kind.ANSWER, answer);
    }

    private void permit(CipherSuite suite) {
        int id = suite.traits().id();
        if (!permitted.remove(id)) {
            permitted.add(id);
        }
    }

    private void alter(End to, int where) {
        Message message = to.incoming.peek();
        if (message != null) {
            byte[] altered = message.sealed().clone();
            altered[where % altered.length] ^= (byte) (1 << where % 8);
            assertShut(to, altered);
        }
    }

    private void repeat(End to) {
        if (to.before != null) {
            assertShut(to, to.before.sealed());
        }
    }

    private void overtake(End to) {
        to.incoming.stream().skip(1).findFirst().ifPresent(second -> assertShut(to, second.sealed()));
    }

    private void invent(End to, int length) {
        byte[] invented = new byte[length];
        random.nextBytes(invented);
        assertShut(to, invented);
    }

    private static void assertShut(End to, byte[] sealed) {
        assertFalse(
                to.ratchet.open(RatchetPair.KIND, sealed, 0, sealed.length, new byte[sealed.length + 1], 0),
                "only the next message of the peer opens");
    }

    private void orderOutOfTurn(End end, int order) {
        switch (order % 4) {
            case 0 -> {
                if (!end.ratchet.pending()) {
                    assertThrows(IllegalStateException.class, end.ratchet::switchSealing);
                }
            }
            case 1 -> {
                if (!end.ratchet.maySwitchOpening()) {
                    assertThrows(IllegalStateException.class, end.ratchet::switchOpening);
                }
            }
            case 2 -> refusedWith(ErrorKind.PROTOCOL, () -> end.ratchet.refused(end.ratchet.nextEpoch() + 1));
            default -> refusedWith(ErrorKind.PROTOCOL, () -> node.ratchet.offer(node.ratchet.suite(), random));
        }
    }

    /** An answer that nobody gave: too short, of another epoch, or with a confirmation that is wrong. */
    private void wrongAnswer(int how) {
        CipherSuite suite = GivenSuites.ALL.get(how % GivenSuites.ALL.size());
        int length = how % 5 == 0 ? how % 7 : DoubleRatchet.answerBytes(suite.traits());
        byte[] answer = header(suite, client.ratchet.nextEpoch() + how % 2, length);
        refused(() -> client.ratchet.accept(answer));
    }

    /** An offer that cannot be: too short, or of another epoch than the next. */
    private void wrongOffer(int how) {
        CipherSuite suite = GivenSuites.ALL.get(how % GivenSuites.ALL.size());
        int length = how % 3 == 0 ? how % 9 : DoubleRatchet.offerBytes(suite.traits());
        int epoch = how % 3 == 0 ? node.ratchet.nextEpoch() : how - 2;
        if (how % 3 == 0 || epoch != node.ratchet.nextEpoch()) {
            refused(() -> node.ratchet.answer(header(suite, epoch, length), source, random));
        }
    }

    private byte[] header(CipherSuite suite, int epoch, int length) {
        byte[] message = new byte[length];
        random.nextBytes(message);
        byte[] header = {
            (byte) (suite.traits().id() >>> 8),
            (byte) suite.traits().id(),
            (byte) (epoch >>> 24),
            (byte) (epoch >>> 16),
            (byte) (epoch >>> 8),
            (byte) epoch
        };
        System.arraycopy(header, 0, message, 0, Math.min(length, header.length));
        return message;
    }

    private interface Order {
        void give() throws Port17Exception;
    }

    private static void refused(Order order) {
        try {
            order.give();
        } catch (Port17Exception e) {
            return;
        }
        fail("an order that makes no sense was obeyed");
    }

    private static void refusedWith(ErrorKind kind, Order order) {
        assertEquals(kind, assertThrows(Port17Exception.class, order::give).kind());
    }

    /** Holds after every event. */
    void assertSound() {
        for (End end : new End[] {client, node}) {
            int newest = end.ratchet.nextEpoch() - 1;
            int oldest = end.ratchet.oldestEpoch();
            assertTrue(newest == oldest || newest == oldest + 1, "at most two epochs");
            assertEquals(newest != oldest, end.ratchet.pending());
        }
        int ahead = node.ratchet.nextEpoch() - client.ratchet.nextEpoch();
        assertTrue(ahead == 0 || ahead == 1, "the node is at most one answer ahead");
    }

    /** Lets everything arrive; then both ends must agree. */
    void settle() throws Port17Exception {
        while (!client.incoming.isEmpty() || !node.incoming.isEmpty() || client.switchDue || node.switchDue) {
            deliver(node);
            deliver(client);
            if (client.switchDue) {
                data(client, 1);
            }
        }
        assertSound();
        assertFalse(client.ratchet.pending() || node.ratchet.pending(), "nothing is half done");
        assertEquals(client.ratchet.nextEpoch(), node.ratchet.nextEpoch());
        assertEquals(client.ratchet.oldestEpoch(), node.ratchet.oldestEpoch());
        assertEquals(client.ratchet.suite(), node.ratchet.suite());
        assertArrayEquals(client.ratchet.export("fuzz", NO_CONTEXT, 32), node.ratchet.export("fuzz", NO_CONTEXT, 32));
        RatchetPair.passes(client.ratchet, node.ratchet, new byte[] {1});
        RatchetPair.passes(node.ratchet, client.ratchet, new byte[] {2});
    }

    @Override
    public void close() {
        pair.close();
        assertThrows(IllegalStateException.class, () -> RatchetPair.seal(client.ratchet, new byte[1]));
        assertThrows(IllegalStateException.class, () -> node.ratchet.answer(new byte[0], source, random));
    }
}
