package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.EpochAge;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.suite.PrekeyUse;

/** Neighbours that shake hands and then break the rules of the ratchet's steps. */
class HostileStepsTest {
    private static final byte[] NOTHING = {};
    private final Lab lab = new Lab();
    private Lab.Peer node;
    private Lab.Peer client;

    @BeforeEach
    void peers() throws Port17Exception {
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
    }

    /** What a test does with an end that it holds. */
    private interface Deed {
        void on(RawEnd end) throws Port17Exception;
    }

    // A dialler that breaks the rules

    private RawEnd dialler() throws Port17Exception {
        RawEnd end = RawEnd.dial(lab, client, node);
        lab.loop.runUntilIdle();
        assertFalse(end.isClosed());
        return end;
    }

    private byte[] offer(RawEnd end) throws Port17Exception {
        return end.ratchet().offer(Lab.AES, client.context.random());
    }

    /** Steps as the rules say. */
    private void step(RawEnd end) throws Port17Exception {
        end.send(Records.OFFER, 0, offer(end));
        lab.loop.runUntilIdle();
        List<byte[]> answers = end.messages(Records.ANSWER);
        end.ratchet().accept(answers.get(answers.size() - 1));
        end.ratchet().switchOpening();
        end.send(Records.ACK, Records.SWITCH, NOTHING);
        end.ratchet().switchSealing();
        lab.loop.runUntilIdle();
    }

    private void endsTheLinkOfADialler(String what, Deed deed) throws Port17Exception {
        RawEnd end = dialler();
        deed.on(end);
        lab.loop.runUntilIdle();
        assertTrue(end.isClosed(), what);
        assertEquals(0, node.context.links().all().size(), what + ": nothing to resume");
    }

    @Test
    void anHonestDiallerStepsAndIsAnsweredInTheLastRecordOfAnEpoch() throws Port17Exception {
        RawEnd end = dialler();
        step(end);
        step(end);
        assertEquals(3, node.onlyLink().ratchet().epoch());
        assertFalse(node.onlyLink().wire().ratchet().pending());
        assertTrue(end.heard.stream().allMatch(h -> (h.flags() == Records.SWITCH) == (h.kind() == Records.ANSWER)));
        assertEquals(2, end.messages(Records.ANSWER).size());
    }

    @Test
    void aDiallerThatBreaksTheRulesLosesItsLink() throws Port17Exception {
        endsTheLinkOfADialler("two offers", end -> {
            byte[] offer = offer(end);
            end.send(Records.OFFER, 0, offer);
            end.send(Records.OFFER, 0, offer);
        });
        endsTheLinkOfADialler("an offer before the switch", end -> {
            end.send(Records.OFFER, 0, offer(end));
            lab.loop.runUntilIdle();
            end.ratchet().accept(end.messages(Records.ANSWER).get(0));
            byte[] next = new byte[DoubleRatchet.offerBytes(Lab.AES.traits())];
            next[0] = 1;
            next[1] = 1;
            next[5] = 3;
            end.send(Records.OFFER, 0, next);
        });
        endsTheLinkOfADialler("an answer", end -> end.send(Records.ANSWER, 0, new byte[1142]));
        endsTheLinkOfADialler("an answer with switch", end -> end.send(Records.ANSWER, Records.SWITCH, new byte[1142]));
        endsTheLinkOfADialler(
                "a notice", end -> end.send(Records.SUITES, 0, new SuiteNotice(0, List.of(0x0101)).bytes()));
        endsTheLinkOfADialler("a switch without a step", end -> end.send(Records.ACK, Records.SWITCH, NOTHING));
        endsTheLinkOfADialler("a second switch", end -> {
            step(end);
            end.send(Records.ACK, Records.SWITCH, NOTHING);
        });
        endsTheLinkOfADialler("an offer that is a switch", end -> end.send(Records.OFFER, Records.SWITCH, offer(end)));
        for (int epoch : new int[] {-1, 0, 1, 3, 0x102}) {
            endsTheLinkOfADialler("epoch " + epoch, end -> {
                byte[] offer = offer(end);
                Records.putInt(offer, 2, epoch);
                end.send(Records.OFFER, 0, offer);
            });
        }
        for (int length : new int[] {0, 1, 5, 6, 7, 1000, 1221}) {
            endsTheLinkOfADialler(
                    "length " + length, end -> end.send(Records.OFFER, 0, Arrays.copyOf(offer(end), length)));
        }
        endsTheLinkOfADialler("a byte too many", end -> end.send(Records.OFFER, 0, Arrays.copyOf(offer(end), 1223)));
        for (int length : new int[] {Steps.MOST + 1, 0xffff}) {
            endsTheLinkOfADialler("longer than the cell", end -> end.send(Records.OFFER, 0, length, offer(end)));
        }
        endsTheLinkOfADialler("a key that is none", end -> {
            byte[] offer = offer(end);
            Arrays.fill(offer, 6, 6 + 1184, (byte) 0xff);
            end.send(Records.OFFER, 0, offer);
        });
    }

    @Test
    void aSuiteNobodyHasIsRefusedAndTheLinkGoesOn() throws Port17Exception {
        RawEnd end = dialler();
        byte[] wrong = new byte[DoubleRatchet.offerBytes(Lab.AES.traits())];
        wrong[0] = (byte) 0xfe;
        wrong[5] = 2;
        for (int i = 0; i < Steps.NOTICES; i++) {
            end.send(Records.OFFER, 0, wrong);
            lab.loop.runUntilIdle();
        }
        List<byte[]> notices = end.messages(Records.SUITES);
        assertEquals(Steps.NOTICES, notices.size());
        SuiteNotice notice = SuiteNotice.of(notices.get(0));
        assertEquals(2, notice.refused());
        assertEquals(List.of(Lab.AES.traits().id(), Lab.CHACHA.traits().id()), notice.suites());
        assertEquals(1, node.onlyLink().ratchet().epoch());
        assertFalse(end.isClosed());
        end.send(Records.OFFER, 0, wrong);
        lab.loop.runUntilIdle();
        assertTrue(end.isClosed(), "an honest dialler would take one more notice for an attack");
    }

    @Test
    void moreStepsThanAnyoneNeedsEndTheLink() throws Port17Exception {
        RawEnd end = dialler();
        for (int i = 0; i < StepRate.PER_SECOND; i++) {
            step(end);
        }
        end.send(Records.OFFER, 0, offer(end));
        lab.loop.runUntilIdle();
        assertTrue(end.isClosed());
        assertEquals(0, node.context.links().all().size());
        RawEnd slower = dialler();
        for (int i = 0; i < 2 * StepRate.PER_SECOND; i++) {
            lab.loop.advance(Duration.ofMillis(20));
            step(slower);
        }
        assertFalse(slower.isClosed());
    }

    @Test
    void anEpochThatNobodyEndsEndsItsConnection() throws Port17Exception {
        RawEnd end = dialler();
        for (int second = 0; second < EpochAge.LAST - 1; second++) {
            end.send(Records.ACK, 0, NOTHING);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        assertFalse(end.isClosed());
        for (int second = 0; second < 3; second++) {
            end.send(Records.ACK, 0, NOTHING);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        assertTrue(end.isClosed());
        assertEquals(1, node.context.links().all().size(), "it may be resumed");
        lab.loop.advance(Duration.ofSeconds(11));
        assertEquals(0, node.context.links().all().size());
    }

    @Test
    void noiseInADiallersStepsNeverMovesTheRatchet() throws Port17Exception {
        Random noise = new Random(41);
        int[] kinds = {Records.OFFER, Records.ANSWER, Records.SUITES};
        for (int i = 0; i < 300; i++) {
            RawEnd end = dialler();
            byte[] message = new byte[noise.nextInt(1300)];
            noise.nextBytes(message);
            if (message.length > 6 && i % 2 == 0) {
                System.arraycopy(new byte[] {1, 1, 0, 0, 0, 2}, 0, message, 0, 6);
            }
            end.send(kinds[i % 3], noise.nextInt(4) == 0 ? Records.SWITCH : 0, message);
            lab.loop.runUntilIdle();
            assertTrue(end.isClosed() || end.messages(Records.SUITES).size() == 1, "no answer to noise");
            assertTrue(end.messages(Records.ANSWER).isEmpty());
            client.context.links().all().forEach(LinkSession::goodbye);
            node.context.links().all().forEach(LinkSession::goodbye);
            lab.loop.advance(Duration.ofMillis(10));
        }
    }

    // An acceptor that breaks the rules

    private Recorder mine;
    private int traps;

    private RawEnd acceptor() throws Port17Exception {
        Identity identity = new Identity();
        String name = "trap" + ++traps;
        RawEnd end = RawEnd.listen(lab, client, identity, name);
        lab.map.prekeys.add(identity.newPrekey(Lab.AES, PrekeyUse.LINK, 1000 + traps));
        lab.map.prekeys.add(identity.newPrekey(Lab.CHACHA, PrekeyUse.LINK, 2000 + traps));
        mine = new Recorder();
        client.links
                .to(RawEnd.node(identity, name, node.node.suites()))
                .open(mine)
                .build(lab.blob());
        lab.loop.runUntilIdle();
        assertEquals(1, client.context.links().all().size());
        assertTrue(client.onlyLink().isUp());
        return end;
    }

    /** Makes the client offer, and returns the offer. */
    private byte[] offered(RawEnd end) {
        client.plugins.prefer(client.plugins.suites.get(1));
        lab.loop.runUntilIdle();
        List<byte[]> offers = end.messages(Records.OFFER);
        return offers.get(offers.size() - 1);
    }

    private byte[] answer(RawEnd end, byte[] offer) throws Port17Exception {
        return end.ratchet()
                .answer(
                        offer,
                        id -> id == Lab.AES.traits().id() ? Optional.of(Lab.AES) : Optional.of(Lab.CHACHA),
                        client.context.random());
    }

    private void endsTheLinkToAnAcceptor(String what, Deed deed) throws Port17Exception {
        RawEnd end = acceptor();
        deed.on(end);
        lab.loop.runUntilIdle();
        assertTrue(end.isClosed(), what);
        assertTrue(client.context.links().all().isEmpty(), what + ": nothing to resume");
        assertEquals(ErrorKind.CIRCUIT_BROKEN, mine.ends.get(0).kind(), what);
    }

    @Test
    void anHonestAcceptorIsFollowed() throws Port17Exception {
        RawEnd end = acceptor();
        end.send(Records.ANSWER, Records.SWITCH, answer(end, offered(end)));
        end.ratchet().switchSealing();
        lab.loop.runUntilIdle();
        assertEquals(2, client.onlyLink().ratchet().epoch());
        assertSame(
                client.plugins.suites.get(0), client.onlyLink().wire().ratchet().suite());
        assertFalse(end.ratchet().pending(), "the client's switch came at once");
        end.send(Records.PING, 0, NOTHING);
        lab.loop.runUntilIdle();
        assertEquals(1, end.messages(Records.PONG).size());
    }

    @Test
    void anAcceptorThatBreaksTheRulesLosesItsLink() throws Port17Exception {
        endsTheLinkToAnAcceptor(
                "an answer unasked",
                end -> end.send(Records.ANSWER, Records.SWITCH, new byte[DoubleRatchet.answerBytes(Lab.AES.traits())]));
        endsTheLinkToAnAcceptor("an offer", end -> end.send(Records.OFFER, 0, new byte[1222]));
        for (int kind : new int[] {Records.ACK, Records.PING, Records.SUITES, Records.GOODBYE, Records.OFFER}) {
            endsTheLinkToAnAcceptor("switch on " + kind, end -> {
                answer(end, offered(end));
                end.send(kind, Records.SWITCH, NOTHING);
            });
        }
        endsTheLinkToAnAcceptor(
                "an answer without switch", end -> end.send(Records.ANSWER, 0, answer(end, offered(end))));
        endsTheLinkToAnAcceptor("two answers", end -> {
            byte[] answer = answer(end, offered(end));
            end.send(Records.ANSWER, Records.SWITCH, answer);
            end.ratchet().switchSealing();
            end.send(Records.ANSWER, Records.SWITCH, answer);
        });
        int size = DoubleRatchet.answerBytes(Lab.AES.traits());
        // Suite, epoch, ML-KEM share, X25519 share, confirmation.
        for (int position : new int[] {0, 1, 2, 5, 6, 1000, 6 + 1090, size - 16, size - 1}) {
            endsTheLinkToAnAcceptor("tampered at " + position, end -> {
                byte[] answer = answer(end, offered(end));
                answer[position] ^= 1;
                end.send(Records.ANSWER, Records.SWITCH, answer);
            });
        }
        for (int length : new int[] {0, 1, 5, 6, 7, 1000, size - 1, size + 1, Steps.MOST}) {
            endsTheLinkToAnAcceptor(
                    "length " + length,
                    end -> end.send(Records.ANSWER, Records.SWITCH, Arrays.copyOf(answer(end, offered(end)), length)));
        }
        endsTheLinkToAnAcceptor("the suite in use instead of the one offered", end -> {
            byte[] answer = answer(end, offered(end));
            int present = client.plugins.suites.get(1).traits().id();
            answer[0] = (byte) (present >>> 8);
            answer[1] = (byte) present;
            end.send(Records.ANSWER, Records.SWITCH, answer);
        });
    }

    @Test
    void noticesThatMakeNoSenseEndTheLink() throws Port17Exception {
        byte[] good = new SuiteNotice(0, List.of(0x0102, 0x0101)).bytes();
        for (int length : new int[] {0, 1, 4, 5, 6, 8, 10}) {
            endsTheLinkToAnAcceptor(
                    "length " + length, end -> end.send(Records.SUITES, 0, Arrays.copyOf(good, length)));
        }
        endsTheLinkToAnAcceptor("a suite twice", end -> {
            byte[] twice = good.clone();
            twice[6] = 1;
            end.send(Records.SUITES, 0, twice);
        });
        for (int epoch : new int[] {-1, 1, 2, 3}) {
            endsTheLinkToAnAcceptor("refuses what was not offered: " + epoch, end -> {
                byte[] refusal = good.clone();
                Records.putInt(refusal, 0, epoch);
                end.send(Records.SUITES, 0, refusal);
            });
        }
        endsTheLinkToAnAcceptor("too many", end -> {
            for (int i = 0; i <= Steps.NOTICES; i++) {
                end.send(Records.SUITES, 0, good);
            }
        });
        endsTheLinkToAnAcceptor("refuses what it permits, for ever", end -> {
            offered(end);
            for (int i = 0; i <= Steps.NOTICES; i++) {
                byte[] refusal = good.clone();
                Records.putInt(refusal, 0, 2);
                end.send(Records.SUITES, 0, refusal);
                lab.loop.runUntilIdle();
            }
        });
    }

    @Test
    void anAcceptorThatPermitsNothingMoreIsLeftAfterAWhile() throws Port17Exception {
        RawEnd end = acceptor();
        end.send(Records.SUITES, 0, new SuiteNotice(0, Collections.emptyList()).bytes());
        lab.loop.advance(Duration.ofSeconds(2));
        assertFalse(end.isClosed());
        assertTrue(end.messages(Records.OFFER).isEmpty(), "there is nothing to offer");
        lab.loop.advance(Duration.ofSeconds(60));
        assertTrue(end.isClosed());
        assertTrue(client.context.links().all().isEmpty());
    }

    @Test
    void anAcceptorThatAsksForStepsWithoutEndLosesItsLink() throws Port17Exception {
        RawEnd end = acceptor();
        byte[] notice = new SuiteNotice(0, List.of(0x0101, 0x0102)).bytes();
        int steps = 0;
        while (!end.isClosed() && steps < 2 * StepRate.PER_SECOND) {
            steps++;
            end.send(Records.SUITES, 0, notice);
            lab.loop.runUntilIdle();
            List<byte[]> offers = end.messages(Records.OFFER);
            if (!end.isClosed()) {
                end.send(Records.ANSWER, Records.SWITCH, answer(end, offers.get(offers.size() - 1)));
                end.ratchet().switchSealing();
                lab.loop.runUntilIdle();
            }
        }
        assertEquals(StepRate.PER_SECOND + 1, steps);
        assertTrue(client.context.links().all().isEmpty());
    }

    @Test
    void anAcceptorThatNeverAnswersLosesItsConnection() throws Port17Exception {
        RawEnd end = acceptor();
        for (int second = 0; second < EpochAge.LAST - 1; second++) {
            end.send(Records.ACK, 0, NOTHING);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        assertEquals(1, end.messages(Records.OFFER).size());
        int reconnects = client.onlyLink().reconnects();
        for (int second = 0; second < 3; second++) {
            end.send(Records.ACK, 0, NOTHING);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        assertEquals(reconnects + 1, client.onlyLink().reconnects(), "the link goes on, on a fresh connection");
    }

    @Test
    void noiseInAnAcceptorsStepsIsATypedFailure() throws Port17Exception {
        Random noise = new Random(43);
        int[] kinds = {Records.ANSWER, Records.SUITES, Records.OFFER};
        List<Integer> alive = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            RawEnd end = acceptor();
            if (i % 2 == 0) {
                offered(end);
            }
            byte[] message = new byte[noise.nextInt(1300)];
            noise.nextBytes(message);
            int kind = kinds[i % 3];
            end.send(kind, kind == Records.ANSWER || noise.nextInt(4) == 0 ? Records.SWITCH : 0, message);
            lab.loop.runUntilIdle();
            if (!end.isClosed()) {
                alive.add(i);
            }
            client.context.links().all().forEach(LinkSession::goodbye);
            lab.loop.advance(Duration.ofMillis(10));
        }
        assertTrue(alive.isEmpty(), "noise is no notice either: " + alive);
    }
}
